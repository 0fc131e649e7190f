package org.tessera.dicom.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.check.Finding.Problem;

/// Checks a data set: attributes of types 1, 2 and, where the data set itself tells the condition,
/// 1C and 2C (PS3.5 section 7.4), of the mandatory modules of common information objects (PS3.3
/// annex A); in other modules what stands there; and every value against its representation.
/// Functional groups of enhanced objects are checked as far as they stand in a module's table.
public final class DicomCheck {
  private static final int FINDINGS_MAX = 1000;

  private final Set<Finding> findings = new LinkedHashSet<>();

  private DicomCheck() {}

  /// Checks a whole data set; one that was read without its pixels lacks them and says so.
  public static CheckReport check(DataSet dataSet) {
    var check = new DicomCheck();
    List<IodTable.Row> modules =
        dataSet.string(Tag.SOPClassUID).map(IodTable::modules).orElse(List.of());
    for (IodTable.Row row : modules) {
      var source = new Source(row.module(), row.mandatory());
      check.apply(IodTable.rules(row.module()), dataSet, "", source);
    }
    ValueRules.check(dataSet, check::report);
    Optional<String> iod = modules.stream().map(IodTable.Row::iod).findFirst();
    return new CheckReport(iod, List.copyOf(check.findings));
  }

  private record Source(String module, boolean mandatory) {}

  private void report(Finding finding) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(finding);
    }
  }

  /// Follows the table, whose depth is its own and not the data set's.
  private void apply(IodTable.Rules rules, DataSet dataSet, String path, Source source) {
    for (IodTable.Rule rule : rules.byTag.values()) {
      Optional<Element> element = dataSet.get(rule.tag);
      attribute(rule, dataSet, path, source);
      if (element.isPresent() && element.get() instanceof SequenceElement sequence) {
        int item = 0;
        var inside = new Source(source.module, true);
        for (DataSet dataSetOfItem : sequence.items()) {
          String here = path + Tag.hex(rule.tag) + "[" + item++ + "]/";
          apply(rule.items, dataSetOfItem, here, inside);
        }
      }
    }
  }

  private void attribute(IodTable.Rule rule, DataSet dataSet, String path, Source source) {
    Element element = dataSet.get(rule.tag).orElse(null);
    Condition condition = rule.type.endsWith("C") ? Condition.of(rule.tag) : null;
    boolean unconditional = rule.type.equals("1") || rule.type.equals("2");
    boolean required =
        source.mandatory && (unconditional || (condition != null && condition.holds(dataSet)));
    List<Problem> problems = new ArrayList<>();
    if (element == null && required) {
      problems.add(Problem.MISSING);
    } else if (element != null && rule.type.startsWith("1") && isEmpty(element)) {
      problems.add(Problem.EMPTY);
    }
    for (Problem problem : problems) {
      report(
          new Finding(
              path + Tag.hex(rule.tag),
              rule.tag,
              problem,
              "module " + source.module + ", type " + rule.type));
    }
  }

  private static boolean isEmpty(@Nullable Element element) {
    return switch (element) {
      case null -> true;
      case ValueElement value -> value.length() == 0;
      case SequenceElement sequence -> sequence.items().isEmpty();
      case EncapsulatedElement pixels -> pixels.fragments().isEmpty();
    };
  }
}
