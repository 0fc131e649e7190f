package org.tessera.mappings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tessera.vocabularies.Vocabularies;

/// All studies of a node, compiled and checked.
public final class Mappings {
  private static final String STUDY = "/study.yaml";

  private volatile List<Study> studies;

  private Mappings(List<Study> studies) {
    this.studies = List.copyOf(studies);
  }

  /// The studies that ship with the product.
  ///
  /// @throws BrokenRules with everything that is wrong with them
  public static Mappings builtIn(Vocabularies vocabularies) {
    return of(vocabularies, RuleFiles.builtIn("studies"));
  }

  /// The studies that ship with the product and those of a folder beside them; of two with one name
  /// the folder's is taken. What is in `common` may be used by both.
  ///
  /// @throws BrokenRules with everything that is wrong with them
  public static Mappings load(Vocabularies vocabularies, Path extraStudiesFolder) {
    return of(vocabularies, RuleFiles.builtIn("studies").with(RuleFiles.below(extraStudiesFolder)));
  }

  /// The studies among these files.
  ///
  /// @throws BrokenRules with everything that is wrong with them
  public static Mappings of(Vocabularies vocabularies, RuleFiles files) {
    Problems problems = new Problems();
    List<Study> studies = new ArrayList<>();
    for (String name : files.names()) {
      if (name.endsWith(STUDY) && name.indexOf('/') == name.lastIndexOf('/')) {
        StudyCompiler.compile(vocabularies, files, name, problems)
            .ifPresent(study -> {
              String folder = name.substring(0, name.length() - STUDY.length());
              if (!study.name().equals(folder)) {
                problems.add(name, 1, "the study's name is not its folder's", "study: " + folder);
              }
              studies.add(study);
            });
      }
    }
    problems.throwIfAny();
    studies.sort(Comparator.comparing(Study::name));
    return new Mappings(studies);
  }

  /// Lets the studies of other mappings count here, at once for everybody who holds these.
  void adopt(Mappings newer) {
    studies = newer.studies;
  }

  /// All studies, ordered by name.
  public List<Study> studies() {
    return studies;
  }

  /// The study of this name.
  public Optional<Study> study(String name) {
    return studies.stream().filter(study -> study.name().equals(name)).findFirst();
  }
}
