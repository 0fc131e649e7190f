package org.tessera.etl.form;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.tessera.mappings.Study;

/// A study's Excel template, made from its definition: a tab a form with notes and drop-downs, the
/// codes, and the data dictionary ready to print.
public final class WorkbookTemplate {
  /// Tabs the template adds to the forms; they hold no data and are passed over on delivery.
  public static final Set<String> OWN_TABS = Set.of("Codes", "Dictionary");

  private final List<TemplateTab> tabs;

  /// The template of `study`.
  public WorkbookTemplate(Study study) {
    this(study.forms().stream().map(form -> TemplateTab.of(form, study.codes())).toList());
  }

  WorkbookTemplate(List<TemplateTab> tabs) {
    this.tabs = List.copyOf(tabs);
  }

  /// Writes the empty template.
  public void write(Path target) throws IOException {
    fill(target).close();
  }

  /// Opens the template for rows; they are written when the writer is closed.
  public WorkbookWriter fill(Path target) throws IOException {
    return new WorkbookWriter(target, tabs);
  }
}
