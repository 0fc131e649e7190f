package org.tessera.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Carries a command to the node that owns the home, over loopback and with the home's own token.
final class NodeClient {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final CommandLine line;
  private final PrintStream out;
  private final PrintStream err;

  NodeClient(CommandLine line, PrintStream out, PrintStream err) {
    this.line = line;
    this.out = out;
    this.err = err;
  }

  /// Runs the command.
  ///
  /// @return the exit status: 0 when all is well, 1 when the node says otherwise, 2 for a wrong
  ///   call
  int run() throws IOException, InterruptedException {
    try {
      return switch (line.command()) {
        case "report" -> print(get("/api/node/report"));
        case "verify" -> print(get("/api/node/verify"));
        case "token" -> token();
        case "audit" -> print(get("/api/node/audit?anchor=" + anchor()));
        case "rotate-key" -> print(post("/api/node/rotate-key", BodyPublishers.noBody()));
        case "rebuild" -> rebuild();
        case "load" -> load();
        case "vocab" -> vocabulary();
        case "study" -> study();
        case "dicom" -> line.arguments().getFirst().equals("forward") ? forward() : pull();
        default -> throw new IllegalArgumentException("there is no command " + line.command());
      };
    } catch (ConnectException | NoSuchFileException e) {
      err.println(
          "No node serves " + line.home() + ". Start one: ./tessera serve --home " + line.home());
      return 1;
    }
  }

  /// The home's own token, once the node has answered to it.
  private int token() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/node/report");
    if (answer.statusCode() != 200) {
      return print(answer);
    }
    out.println(Files.readString(line.home().resolve("keys").resolve("command.token")).strip());
    return 0;
  }

  /// The line of a former `./tessera audit`, if one was given.
  private String anchor() {
    return URLEncoder.encode(String.join(" ", line.arguments()), StandardCharsets.UTF_8);
  }

  private int rebuild() throws IOException, InterruptedException {
    if (line.arguments().size() != 1
        || !List.of("omop", "catalog").contains(line.arguments().getFirst())) {
      throw new IllegalArgumentException("say which: ./tessera rebuild omop, or rebuild catalog");
    }
    return watch(
        post("/api/node/rebuild?name=" + line.arguments().getFirst(), BodyPublishers.noBody()),
        "/api/node/rebuild/");
  }

  private int load() throws IOException, InterruptedException {
    if (line.arguments().isEmpty()) {
      throw new IllegalArgumentException("name the files: ./tessera load --study NAME PATH...");
    }
    int worst = 0;
    for (String argument : line.arguments()) {
      Path file = Path.of(argument).toAbsolutePath();
      if (!Files.isRegularFile(file)) {
        err.println("There is no file " + argument);
        worst = 1;
        continue;
      }
      String study = line.study().orElseGet(() -> folderName(file));
      String address = "/api/node/load?study=" + URLEncoder.encode(study, StandardCharsets.UTF_8);
      out.println("Loading " + argument + " into " + study + " ...");
      worst = Math.max(worst, print(deliver(address, file)));
    }
    return worst;
  }

  private int vocabulary() throws IOException, InterruptedException {
    List<String> words = line.arguments();
    if (words.size() == 1 && words.getFirst().equals("list")) {
      return print(get("/api/node/vocab"));
    }
    if (words.size() != 2 || !words.getFirst().equals("import")) {
      throw new IllegalArgumentException("./tessera vocab import FILE, or ./tessera vocab list");
    }
    Path file = Path.of(words.getLast()).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      err.println("There is no file " + words.getLast());
      return 1;
    }
    return watch(deliver("/api/node/vocab", file), "/api/node/vocab/");
  }

  /// 202: it goes on in the node, whether anybody watches or not.
  private int watch(HttpResponse<String> begun, String address)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = begun;
    var progress = new LineShown(out);
    while (answer.statusCode() == 202) {
      String[] told = answer.body().split("\n", 2);
      progress.show(told[told.length - 1].strip());
      Thread.sleep(POLL);
      answer = get(address + told[0].strip());
    }
    progress.end();
    return print(answer);
  }

  /// `dicom pull`: which studies, travels in the body, for their UIDs name patients elsewhere.
  private int pull() throws IOException, InterruptedException {
    return watch(
        send(
            request("/api/node/dicom/pull")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PullRequest.of(line)))
                .build()),
        "/api/node/dicom/pull/");
  }

  /// `dicom forward`: how far it is; with `--again yes` what was refused is sent anew.
  private int forward() throws IOException, InterruptedException {
    String address = "/api/node/dicom/forward";
    return print(
        line.options().getOrDefault("again", "no").equals("yes")
            ? post(address, BodyPublishers.noBody())
            : get(address));
  }

  /// `study diff [FOLDER] FOLDER` and `study apply FOLDER|NAME`: the folder's name is the study's.
  private int study() throws IOException, InterruptedException {
    List<String> words = line.arguments();
    boolean apply = words.getFirst().equals("apply");
    if (words.size() < 2 || words.size() > (apply ? 2 : 3)) {
      throw new IllegalArgumentException(
          "./tessera study diff [FOLDER] FOLDER, or ./tessera study apply FOLDER|NAME");
    }
    Path folder = Path.of(words.getLast());
    boolean named = apply && !Files.isDirectory(folder);
    String study = named ? words.getLast() : StudyUpload.name(folder);
    String address =
        "/api/node/study/%s?study=%s"
            .formatted(words.getFirst(), URLEncoder.encode(study, StandardCharsets.UTF_8));
    String files = named ? "{}" : StudyUpload.of(folder);
    if (!apply) {
      String before =
          words.size() == 3 ? "\"before\":" + StudyUpload.of(Path.of(words.get(1))) + "," : "";
      files = "{" + before + "\"after\":" + files + "}";
    }
    return print(
        send(
            request(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(files))
                .build()));
  }

  /// The file's name may be a patient's: it travels in a header, never in the address.
  private HttpResponse<String> deliver(String address, Path file)
      throws IOException, InterruptedException {
    String name = URLEncoder.encode(String.valueOf(file.getFileName()), StandardCharsets.UTF_8);
    return send(
        request(address)
            .header("Content-Type", "application/octet-stream")
            .header("X-File-Name", name)
            .POST(BodyPublishers.ofFile(file))
            .build());
  }

  private static String folderName(Path file) {
    int names = file.getNameCount();
    return names < 2 ? "" : file.getName(names - 2).toString();
  }

  private int print(HttpResponse<String> answer) {
    boolean good = answer.statusCode() < 300;
    (good ? out : err).println(answer.body().stripTrailing());
    return good ? 0 : 1;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    return send(
        request(path).header("Content-Type", "application/octet-stream").POST(body).build());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    String port = Files.readString(line.home().resolve("node.port")).strip();
    String token = Files.readString(line.home().resolve("keys").resolve("command.token")).strip();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "text/plain");
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
