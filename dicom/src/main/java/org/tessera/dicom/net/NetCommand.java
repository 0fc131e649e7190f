package org.tessera.dicom.net;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.tessera.dicom.CommandOptions;

/// The commands `tessera dicom echo` and `tessera dicom send`.
public final class NetCommand {
  private static final String USAGE =
      """
      Usage: tessera dicom echo HOST PORT [--aet TITLE] [--own TITLE] [TLS]
             tessera dicom send HOST PORT [--aet TITLE] [--own TITLE] [--commit yes] [TLS] PATH...

        --aet TITLE   the AE title of the other side (ANY-SCP)
        --own TITLE   what we call ourselves (TESSERA)
        --commit yes  ask afterwards whether it keeps for good what it took

        --tls yes     speak TLS; each of these does too
        --keys FILE   our key and certificate (PKCS#12), where the other side wants to see one
        --trust FILE  the certificates we trust (PKCS#12); without it those of public authorities

      The passwords of both files stand in the environment: TESSERA_DICOM_TLS_KEY_STORE_PASSWORD and
      TESSERA_DICOM_TLS_TRUST_STORE_PASSWORD. A PATH is a file or a folder, of which every file is
      sent.
      """;
  private static final Set<String> OPTIONS =
      Set.of("--aet", "--own", "--commit", "--tls", "--keys", "--trust");

  private final PrintStream out;
  private final CommandOptions options;

  private NetCommand(PrintStream out, CommandOptions options) {
    this.out = out;
    this.options = options;
  }

  /// Runs the command and ends the process: 0 when all went well, 1 when not, 2 for a command that
  /// is none.
  public static void main(String[] words) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), out));
  }

  /// Runs the command and returns its status.
  public static int run(List<String> words, PrintStream out) {
    try {
      return new NetCommand(out, CommandOptions.parse(words, OPTIONS)).run();
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    } catch (AssociationFailure failure) {
      out.println("no association: " + failure.words());
      return 1;
    } catch (IOException | UncheckedIOException _) {
      out.println("failed: a file or the connection broke");
      return 1;
    }
  }

  private int run() throws IOException {
    List<String> arguments = options.arguments();
    if (arguments.size() < 3) {
      throw new IllegalArgumentException("a command, a host and a port are needed");
    }
    RemotePeer plain =
        RemotePeer.of(
            arguments.get(1),
            port(arguments.get(2)),
            options.value("--aet", "ANY-SCP"),
            options.value("--own", "TESSERA"));
    RemotePeer peer = tls().map(plain::over).orElse(plain);
    return switch (arguments.getFirst()) {
      case "echo" -> echo(peer);
      case "send" -> send(peer, arguments.subList(3, arguments.size()));
      default -> throw new IllegalArgumentException("there is no such command");
    };
  }

  private Optional<SSLContext> tls() {
    Optional<TlsStores.Store> keys = store("--keys", "TESSERA_DICOM_TLS_KEY_STORE_PASSWORD");
    Optional<TlsStores.Store> trust = store("--trust", "TESSERA_DICOM_TLS_TRUST_STORE_PASSWORD");
    return keys.isPresent() || trust.isPresent() || isYes("--tls")
        ? Optional.of(TlsStores.open(keys, trust))
        : Optional.empty();
  }

  private Optional<TlsStores.Store> store(String option, String passwordIn) {
    return options
        .value(option)
        .map(file ->
            new TlsStores.Store(
                Path.of(file), Optional.ofNullable(System.getenv(passwordIn)).orElse("")));
  }

  private boolean isYes(String option) {
    return switch (options.value(option, "no")) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException(option + " is yes or no");
    };
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535");
    }
  }

  private int echo(RemotePeer peer) throws IOException {
    long start = System.nanoTime();
    int status = Verification.echo(peer);
    long millis = (System.nanoTime() - start) / 1_000_000;
    out.printf(Locale.ROOT, "status %04X after %d ms%n", status, millis);
    return status == 0 ? 0 : 1;
  }

  private int send(RemotePeer peer, List<String> paths) throws IOException {
    boolean commit = isYes("--commit");
    List<Path> files = files(paths);
    List<InstanceReference> sent = new ArrayList<>();
    int[] refused = {0};
    InstanceSender.send(
        peer,
        files,
        result -> {
          switch (result) {
            case SendResult.Sent(Path _, int _, InstanceReference instance) -> sent.add(instance);
            case SendResult.Refused(Path file, int status, String words) -> {
              refused[0]++;
              out.printf(Locale.ROOT, "%s: refused with %04X %s%n", file, status, words);
            }
            case SendResult.NotSent(Path file, String reason, boolean _) -> {
              refused[0]++;
              out.printf("%s: not sent, %s%n", file, reason);
            }
          }
        });
    out.printf("%d sent, %d not%n", sent.size(), refused[0]);
    boolean kept = !commit || sent.isEmpty() || commit(peer, sent);
    return refused[0] == 0 && kept ? 0 : 1;
  }

  private boolean commit(RemotePeer peer, List<InstanceReference> sent) throws IOException {
    CommitmentRequest.Answer answer = CommitmentRequest.ask(peer, sent);
    out.printf("%d kept for good, %d not%n", answer.kept().size(), answer.failed().size());
    return answer.failed().isEmpty();
  }

  private static List<Path> files(List<String> paths) throws IOException {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("nothing to send was named");
    }
    List<Path> files = new ArrayList<>();
    for (String path : paths) {
      try (Stream<Path> found = Files.walk(Path.of(path))) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException("there is no file or folder " + path, e);
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("what was named holds no file");
    }
    return files;
  }
}
