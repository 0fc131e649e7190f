package org.tessera.fhir.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Servers that are not a node's own, for tests of a node that is told to use one.
public final class OtherServers {
  private static final Path VERSION_15 = Path.of("/usr/lib/postgresql/15");

  private OtherServers() {}

  /// The oldest version that is supported, from the distribution's package; empty where that is not
  /// installed.
  public static Optional<EmbeddedPostgres> version15(Path folder) throws IOException {
    return Files.exists(VERSION_15.resolve("bin/initdb"))
        ? Optional.of(
            EmbeddedPostgres.start(folder, Map.of(), PostgresBinaries.installed(VERSION_15)))
        : Optional.empty();
  }

  /// The version a node carries, run as if it were the operator's.
  public static EmbeddedPostgres newest(Path folder) throws IOException {
    return EmbeddedPostgres.start(folder, Map.of());
  }
}
