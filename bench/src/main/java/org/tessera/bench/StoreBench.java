package org.tessera.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.tessera.dicom.net.DicomListener;
import org.tessera.dicom.net.InstanceReceiver;
import org.tessera.dicom.net.InstanceSender;
import org.tessera.dicom.net.ListenerSettings;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.dicom.net.SendResult;
import org.tessera.dicom.net.StoreStatus;

/// Stores 1,000 CT images of 530 kB by C-STORE into a listener of ours, over one and two
/// associations, and by another maker's senders where they are installed.
///
/// Argument: a scratch folder.
public final class StoreBench {
  private static final int FILES = 1_000;
  private static final int ROUNDS = 5;
  private static final int PIXELS = 512;
  private static final List<String> TOOLS = List.of("storescu +sd +r", "dcmsend +sd +r");

  private final List<Path> files;
  private final Path folder;
  private final Path kept;
  private final AtomicInteger stored = new AtomicInteger();

  private StoreBench(Path scratch) throws IOException {
    folder = ScannerFiles.write(scratch.resolve("ct"), FILES, new int[] {PIXELS});
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    kept = Files.createDirectories(scratch.resolve("kept"));
  }

  /// Runs the measurement and prints it.
  public static void main(String[] words) throws Exception {
    Path scratch = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
    var bench = new StoreBench(scratch);
    var settings =
        ListenerSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            scratch.resolve("arriving"));
    InstanceReceiver receiver =
        instance -> {
          Files.move(instance.file(), bench.kept.resolve(instance.file().getFileName()));
          bench.stored.incrementAndGet();
          return StoreStatus.STORED;
        };
    try (DicomListener listener = DicomListener.start(settings, receiver)) {
      for (int round = 1; round <= ROUNDS; round++) {
        bench.ours(round, 1, listener.port());
        bench.ours(round, 2, listener.port());
        for (String tool : TOOLS) {
          bench.theirs(round, tool, listener.port());
        }
      }
    }
  }

  private void ours(int round, int associations, int port) throws Exception {
    RemotePeer peer = RemotePeer.of("127.0.0.1", port, "TESSERA", "BENCH");
    long start = System.nanoTime();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < associations; i++) {
      List<Path> share = files.subList(i * FILES / associations, (i + 1) * FILES / associations);
      senders.add(Thread.ofPlatform().start(() -> send(peer, share)));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    tell(round, "our sender, associations: " + associations, start);
  }

  private static void send(RemotePeer peer, List<Path> share) {
    try {
      InstanceSender.send(
          peer,
          share,
          result -> {
            if (!(result instanceof SendResult.Sent)) {
              throw new IllegalStateException(result.toString());
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void theirs(int round, String tool, int port) throws Exception {
    List<String> words = new ArrayList<>(List.of(tool.split(" ")));
    Path program = Path.of("/usr/bin", words.getFirst());
    if (!Files.isExecutable(program)) {
      return;
    }
    words.set(0, program.toString());
    words.addAll(List.of("127.0.0.1", Integer.toString(port), folder.toString()));
    long start = System.nanoTime();
    int status =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    tell(round, tool + " (status " + status + ")", start);
  }

  private void tell(int round, String what, long start) throws IOException {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "round %d  %-32s %4d stored in %.2f s%n", round, what, stored.getAndSet(0), seconds);
    DicomRounds.clear(kept);
  }
}
