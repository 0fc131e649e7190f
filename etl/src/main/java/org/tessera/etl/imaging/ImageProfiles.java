package org.tessera.etl.imaging;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.Profile;
import org.tessera.etl.deidentify.Profiles;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Study;

/// By which profile each study's images are de-identified: the one its `study.yaml` names, else the
/// node's (`tessera.imaging.profile`).
public final class ImageProfiles {
  private final Profiles profiles;
  private final String usual;
  private final Pseudonymizer pseudonymizer;

  /// The profiles that ship with the product and those below `deidentification/` of a home.
  ///
  /// @param usual the profile of studies that name none
  /// @throws org.tessera.mappings.BrokenRules with everything that is wrong with them
  public ImageProfiles(Path home, String usual, Pseudonymizer pseudonymizer) {
    this.profiles = Profiles.load(home.resolve("deidentification"));
    this.usual = usual;
    this.pseudonymizer = pseudonymizer;
  }

  /// Refuses to start with a profile that is not there, or that would make of each delivery other
  /// patients than the forms have.
  ///
  /// @throws IllegalStateException naming study, profile and remedy
  public void check(Collection<Study> studies) {
    check(usual, "tessera.imaging.profile");
    studies.forEach(study ->
        study.imagingProfile().ifPresent(name -> check(name, "imaging: of study " + study.name())));
  }

  private void check(String name, String where) {
    Optional<Profile> profile = profiles.find(name);
    if (profile.isEmpty()) {
      throw new IllegalStateException(
          where
              + " names the profile "
              + name
              + "; there are "
              + String.join(", ", profiles.all().stream().map(Profile::name).toList()));
    }
    if (profile.get().forgetsItsKey()) {
      throw new IllegalStateException(
          where
              + " names the profile "
              + name
              + ", which forgets its key: no image could be linked to its patient. Choose one with"
              + " key: node.");
    }
  }

  Profile of(Study study) {
    String name = study.imagingProfile().orElse(usual);
    return profiles.find(name).orElseThrow();
  }

  Deidentifier deidentifier(Study study) {
    return Deidentifier.of(
        profiles,
        of(study),
        pseudonymizer.images(study.name()),
        number -> study.patientKey().canonical(number));
  }
}
