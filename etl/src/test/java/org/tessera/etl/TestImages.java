package org.tessera.etl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.vocabularies.Vocabularies;

/// The intake of images of a node under test.
public final class TestImages {
  private TestImages() {}

  /// With the node's usual settings.
  public static ImageIntake intake(
      Path home, DataSource source, Pseudonymizer pseudonymizer, Reception reception) {
    try {
      return ImageIntake.open(
          home,
          new ImageIntake.Node(source, pseudonymizer, Vocabularies.builtIn()),
          reception::receiveImages,
          ImageIntake.Setting.usual());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
