package org.tessera.etl.deidentify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;

/// All profiles of a node with the tables they share, compiled and checked.
public final class Profiles {
  private static final String FOLDER = "profiles/";

  private final List<Profile> profiles;
  private final SharedRules shared;

  private Profiles(List<Profile> profiles, SharedRules shared) {
    this.profiles = profiles;
    this.shared = shared;
  }

  /// The profiles that ship with the product, from `mappings/dicom`.
  ///
  /// @throws org.tessera.mappings.BrokenRules with everything that is wrong with them
  public static Profiles builtIn() {
    return of(RuleFiles.builtIn("dicom"));
  }

  /// Those that ship with the product and a folder's own: `profiles/*.yaml`, and more lines for the
  /// tables in files whose names begin like the product's (`words-ours.csv`).
  ///
  /// @throws org.tessera.mappings.BrokenRules with everything that is wrong with them
  public static Profiles load(Path folder) {
    return of(RuleFiles.builtIn("dicom").with(RuleFiles.below(folder)));
  }

  private static Profiles of(RuleFiles files) {
    var problems = new Problems();
    SharedRules shared = SharedRules.read(files, problems);
    List<Profile> profiles = new ArrayList<>();
    for (String name : files.names()) {
      if (name.startsWith(FOLDER) && name.endsWith(".yaml")) {
        new ProfileReader(files, shared, problems).read(name).ifPresent(profiles::add);
      }
    }
    problems.throwIfAny();
    profiles.sort(Comparator.comparing(Profile::name));
    return new Profiles(List.copyOf(profiles), shared);
  }

  /// All profiles, by name.
  public List<Profile> all() {
    return profiles;
  }

  /// The profile of this name.
  public Optional<Profile> find(String name) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  SharedRules shared() {
    return shared;
  }
}
