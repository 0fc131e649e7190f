package org.tessera.etl.imaging.content;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads what de-identified instances say of other images: Structured Reports, segmentations,
/// structure sets.
public final class Contents {
  private static final String FILE = "contents.yaml";
  private static final String DUMMIES = "dummies.csv";

  private final Set<String> reports = new HashSet<>();
  private final List<StructureReader> structures = new ArrayList<>();
  private final Set<String> dummies = new HashSet<>();
  private final CodedConcepts codes;
  private final ConceptRoles roles;

  /// Reads the tables of a folder.
  ///
  /// @param problems takes what is wrong with them
  public Contents(RuleFiles files, Problems problems) {
    this.codes = new CodedConcepts(files, problems);
    this.roles = new ConceptRoles(files, problems);
    for (RuleNode.Fields row : files.rows(DUMMIES, problems)) {
      if (Vr.valueOf(row.text("representation", "")).usesCharacterSet()) {
        dummies.add(row.text("value", ""));
      }
    }
    if (files.yaml(FILE, problems).orElse(null) instanceof RuleNode.Fields root) {
      root.onlyKnown(Set.of("reports", "structures"), problems);
      reports.addAll(root.fields("reports").texts("classes"));
      for (RuleNode node : root.all("structures")) {
        if (node instanceof RuleNode.Fields rule) {
          structures.add(new StructureReader(rule, codes, dummies, problems));
        }
      }
    }
  }

  /// Whether instances of a class say anything of other images.
  public boolean reads(String sopClass) {
    return isReport(sopClass) || structures.stream().anyMatch(one -> one.reads(sopClass));
  }

  /// Whether instances of a class are Structured Reports.
  public boolean isReport(String sopClass) {
    return reports.contains(sopClass);
  }

  /// What is told of an instance whose content could not be read.
  public static ObjectNode unread() {
    return JsonNodeFactory.instance.objectNode().put("unread", true);
  }

  /// What a file says; nothing when it is gone.
  ///
  /// @throws IOException when the disk does not give it
  public Optional<ObjectNode> of(Path file, Surroundings around) throws IOException {
    try {
      return Optional.of(
          DicomReader.read(file, ReadOptions.header()) instanceof DicomFile dicom
              ? of(dicom.dataSet(), around)
              : unread());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// What a data set says.
  public ObjectNode of(DataSet dataSet, Surroundings around) {
    String sopClass = dataSet.string(Tag.SOPClassUID).orElse("");
    for (StructureReader reader : structures) {
      if (reader.reads(sopClass)) {
        return reader.read(dataSet);
      }
    }
    var contexts = new ItemContext(roles, codes, around, dummies);
    return new ReportReader(roles, codes, dataSet, around, contexts).read();
  }
}
