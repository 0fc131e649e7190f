package org.tessera.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/// The node: `demo` and `serve` start it, every other command is carried to the one that runs.
@SpringBootApplication(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import(NodeConfiguration.class)
public class Application {
  /// Runs one command line; the process ends with its exit status unless it serves.
  public static void main(String[] words) throws Exception {
    chooseXmlParser();
    try {
      CommandLine line = CommandLine.parse(words);
      switch (line.command()) {
        case "serve" -> start(line, false);
        case "demo" -> start(line, true);
        case "dicom" -> System.exit(dicom(line));
        case "study" -> System.exit(study(line));
        case "viewer" ->
            System.exit(new ViewerCommands(line, System.out, ViewerPackage.described()).run());
        case "train" -> Training.run(start(line, false));
        default -> System.exit(new NodeClient(line, System.out, System.err).run());
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static int dicom(CommandLine line) throws IOException, InterruptedException {
    String command = line.arguments().isEmpty() ? "" : line.arguments().getFirst();
    return command.equals("pull") || command.equals("forward")
        ? new NodeClient(line, System.out, System.err).run()
        : new DicomCommands(line, System.out).run();
  }

  /// What changes a node is carried to it; everything else needs none.
  private static int study(CommandLine line) throws IOException, InterruptedException {
    String command = line.arguments().isEmpty() ? "" : line.arguments().getFirst();
    boolean folders = command.equals("diff") && line.arguments().size() == 3;
    if (command.equals("apply") || (command.equals("diff") && !folders)) {
      return new NodeClient(line, System.out, System.err).run();
    }
    int status = new StudyCommands(line, System.out).run();
    // Where the home has data of the study, it says what becomes of these as well.
    return folders && status == 0 && Files.exists(line.home().resolve("node.port"))
        ? new NodeClient(line, System.out, System.err).run()
        : status;
  }

  /// The workbook reader brings a second StAX parser, which HAPI cannot configure: FHIR in XML
  /// needs Woodstox.
  static void chooseXmlParser() {
    System.setProperty("javax.xml.stream.XMLInputFactory", "com.ctc.wstx.stax.WstxInputFactory");
    System.setProperty("javax.xml.stream.XMLOutputFactory", "com.ctc.wstx.stax.WstxOutputFactory");
    System.setProperty("javax.xml.stream.XMLEventFactory", "com.ctc.wstx.stax.WstxEventFactory");
  }

  static RunningNode start(CommandLine line, boolean demo) throws IOException {
    boolean fresh = !Files.exists(line.home().resolve("pgdata"));
    Home home = Home.at(line.home());
    home.claim();
    if (demo && !home.demo()) {
      if (!fresh) {
        throw new IllegalStateException(
            home.folder()
                + " is a node of your own; demonstration data do not go in there. Name another"
                + " folder: ./tessera demo --home DIR");
      }
      Files.createFile(home.path("demo"));
      describe(home);
    }
    var application = new SpringApplication(Application.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(settings(line, home));
    var context = application.run(database(line));
    return new RunningNode(home, context);
  }

  /// Who holds the demonstration's collections: a file as an operator would write it.
  private static void describe(Home home) throws IOException {
    Path folder = Files.createDirectories(home.path("catalogue"));
    try (var shipped =
        Objects.requireNonNull(Application.class.getResourceAsStream("/demo/holders.yaml"))) {
      Files.copy(shipped, folder.resolve("holders.yaml"));
    }
  }

  /// What the command line says of the database counts for more than any other setting. A training
  /// run must never touch a database that the environment happens to name.
  private static String[] database(CommandLine line) {
    if (line.command().equals("train")) {
      return new String[] {"--tessera.database.url=", "--spring.datasource.url="};
    }
    return line.database().stream()
        .map(address -> "--tessera.database.url=" + address)
        .toArray(String[]::new);
  }

  /// The operator's `node.properties` count for more than what is set here, except for the home
  /// itself.
  private static Map<String, Object> settings(CommandLine line, Home home) throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", line.port());
    Path own = home.path("node.properties");
    if (Files.exists(own)) {
      var properties = new Properties();
      try (var reader = Files.newBufferedReader(own)) {
        properties.load(reader);
      }
      properties.forEach((name, value) -> settings.put(name.toString(), value));
    }
    settings.put("tessera.home", home.folder().toString());
    settings.put("tessera.demo", home.demo());
    return settings;
  }
}
