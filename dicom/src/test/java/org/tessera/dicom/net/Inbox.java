package org.tessera.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A listener whose instances end up as files named by a running number.
final class Inbox implements AutoCloseable, InstanceReceiver {
  final Path folder;
  final Path receiving;
  final List<Path> files = new CopyOnWriteArrayList<>();
  final List<Caller> callers = new CopyOnWriteArrayList<>();
  final Set<String> instances = ConcurrentHashMap.newKeySet();
  final BlockingQueue<Boolean> endings = new LinkedBlockingQueue<>();
  final List<String> movers = new CopyOnWriteArrayList<>();
  final AtomicInteger count = new AtomicInteger();

  /// The AE titles it answers to; any when empty.
  volatile Set<String> titles = Set.of();

  volatile StoreStatus answer = StoreStatus.STORED;

  /// The instance over which everything breaks.
  volatile String fatal = "";

  private final DicomListener listener;

  private Inbox(Path folder, ListenerSettings settings, Optional<CommitmentKeeper> keeper)
      throws IOException {
    this.folder = folder;
    this.receiving = settings.folder();
    this.listener = DicomListener.start(settings, this, keeper);
  }

  static ListenerSettings settings(Path folder) {
    return ListenerSettings.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder.resolve("receiving"));
  }

  static Inbox open(Path folder) throws IOException {
    return open(folder, settings(folder));
  }

  static Inbox open(Path folder, ListenerSettings settings) throws IOException {
    return new Inbox(folder, settings, Optional.empty());
  }

  static Inbox open(Path folder, CommitmentKeeper keeper) throws IOException {
    return new Inbox(folder, settings(folder), Optional.of(keeper));
  }

  RemotePeer peer() {
    return RemotePeer.of("127.0.0.1", listener.port(), "TESSERA", "TESTER");
  }

  int port() {
    return listener.port();
  }

  @Override
  public boolean answersTo(String calledTitle) {
    return titles.isEmpty() || titles.contains(calledTitle);
  }

  @Override
  public StoreStatus receive(ReceivedInstance instance) throws IOException {
    callers.add(instance.caller());
    if (answer != StoreStatus.STORED) {
      return answer;
    }
    if (instance.instance().sopInstanceUid().equals(fatal)) {
      throw new LinkageError("for this test");
    }
    Path file = folder.resolve(count.incrementAndGet() + ".dcm");
    Files.move(instance.file(), file);
    instances.add(instance.instance().sopInstanceUid());
    instance.mover().ifPresent(movers::add);
    files.add(file);
    return answer;
  }

  @Override
  public void ended(Caller caller, boolean released) {
    endings.add(released);
  }

  /// What lies half-received.
  List<Path> partial() throws IOException {
    try (Stream<Path> parts = Files.list(receiving)) {
      return parts.toList();
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
