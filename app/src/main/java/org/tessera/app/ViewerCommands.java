package org.tessera.app;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/// The command `tessera viewer install`: gets the viewer's package by the machine's own npm, or
/// takes a file that was got elsewhere, and sets it up in the home. A running node serves it at
/// once.
final class ViewerCommands {
  private final CommandLine line;
  private final PrintStream out;
  private final ViewerPackage viewer;

  ViewerCommands(CommandLine line, PrintStream out, ViewerPackage viewer) {
    this.line = line;
    this.out = out;
    this.viewer = viewer;
  }

  /// Runs the command and returns its status.
  ///
  /// @throws IllegalArgumentException for a command that cannot be meant
  /// @throws IllegalStateException saying why nothing was installed
  int run() throws IOException, InterruptedException {
    if (!line.arguments().equals(List.of("install"))) {
      throw new IllegalArgumentException("expected viewer install [--from FILE]");
    }
    Path folder = Home.at(line.home()).path("viewer");
    Optional<String> given = Optional.ofNullable(line.options().get("from"));
    if (given.isPresent()) {
      Path file = Path.of(given.get());
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException("there is no file " + file);
      }
      viewer.install(file, folder);
    } else {
      Path scratch = Files.createTempDirectory("viewer");
      try {
        viewer.install(fetched(scratch), folder);
      } finally {
        FileSystemUtils.deleteRecursively(scratch);
      }
    }
    out.printf(
        "The viewer is in %s (%s, licence %s). A node of this home serves it at /viewer/; each"
            + " study's page under Imaging has a link to it.%n",
        folder, viewer.name(), viewer.licence());
    return 0;
  }

  /// npm knows the registry, the proxy and the certificates of this machine.
  private Path fetched(Path scratch) throws IOException, InterruptedException {
    out.println("Fetching " + viewer.name() + " by npm ...");
    Process npm;
    try {
      npm =
          new ProcessBuilder(
                  "npm",
                  "pack",
                  viewer.name(),
                  "--silent",
                  "--pack-destination",
                  scratch.toString())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("There is no npm on this machine. " + byHand(), e);
    }
    if (npm.waitFor() != 0) {
      throw new IllegalStateException("npm could not fetch the viewer. " + byHand());
    }
    try (var files = Files.list(scratch)) {
      return files
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("npm left no file. " + byHand()));
    }
  }

  private String byHand() {
    return "On a machine that reaches an npm registry, 'npm pack "
        + viewer.name()
        + "' gets the file; then: ./tessera viewer install --from FILE";
  }
}
