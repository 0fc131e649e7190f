package org.tessera.etl.form;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;

/// Fills a study's template with rows. Rows of different tabs may come in any order: each tab waits
/// in a file of its own until the workbook is closed, so the rows need no memory.
public final class WorkbookWriter implements AutoCloseable {
  private final Path target;
  private final List<TemplateTab> tabs;
  private final Map<String, RowSpool> spools = new LinkedHashMap<>();

  WorkbookWriter(Path target, List<TemplateTab> tabs) throws IOException {
    this.target = target;
    this.tabs = tabs;
    for (TemplateTab tab : tabs) {
      spools.put(tab.name(), new RowSpool(tab.fields().size()));
    }
  }

  /// Adds a row to a tab: texts by column name, typed as the column says where they fit, else kept
  /// as text.
  ///
  /// @throws IllegalArgumentException for a tab or column the template does not have
  public void row(String tab, Map<String, String> cells) throws IOException {
    TemplateTab known =
        tabs.stream()
            .filter(one -> one.name().equals(tab))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no tab " + tab));
    String[] texts = new String[known.fields().size()];
    int placed = 0;
    for (int at = 0; at < texts.length; at++) {
      String text = cells.get(known.fields().get(at).column().name());
      placed += text == null ? 0 : 1;
      texts[at] = text == null ? "" : text;
    }
    if (placed < cells.size()) {
      throw new IllegalArgumentException("a column that is not in tab " + tab);
    }
    spool(tab).add(texts);
  }

  private RowSpool spool(String tab) {
    RowSpool spool = spools.get(tab);
    if (spool == null) {
      throw new IllegalStateException("the workbook is written");
    }
    return spool;
  }

  /// Writes the workbook.
  @Override
  public void close() throws IOException {
    if (spools.isEmpty() && !tabs.isEmpty()) {
      return;
    }
    try (OutputStream out = Files.newOutputStream(target);
        Workbook workbook = new Workbook(out, "Tessera", "1.0")) {
      var codes = new CodesSheet(tabs);
      for (TemplateTab tab : tabs) {
        new TabSheet(tab, codes).write(workbook, spool(tab.name()));
      }
      codes.write(workbook);
      DictionarySheet.write(workbook, tabs);
    } finally {
      for (RowSpool spool : spools.values()) {
        spool.close();
      }
      spools.clear();
    }
  }
}
