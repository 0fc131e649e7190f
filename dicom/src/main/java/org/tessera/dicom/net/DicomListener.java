package org.tessera.dicom.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/// Listens for associations (PS3.8) and answers C-ECHO, C-STORE of any storage class in every
/// transfer syntax and, with a keeper, storage commitment. Each association has a virtual thread.
public final class DicomListener implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final long PAUSE_MILLIS = 100;
  private static final int ANSWERS_MAX = 16;

  private final ListenerSettings settings;
  private final InstanceReceiver receiver;
  private final Optional<CommitmentKeeper> keeper;
  private final ServerSocket server;
  private final Negotiation negotiation;
  private final Connections connections;
  private final AssociationLog log = new AssociationLog();
  private final Storing storing;
  private final AtomicLong numbers = new AtomicLong();
  private final Semaphore answering = new Semaphore(ANSWERS_MAX);

  private DicomListener(
      ServerSocket server,
      ListenerSettings settings,
      InstanceReceiver receiver,
      Optional<CommitmentKeeper> keeper) {
    this.server = server;
    this.settings = settings;
    this.receiver = receiver;
    this.keeper = keeper;
    this.negotiation = new Negotiation(settings, receiver::answersTo, keeper.isPresent());
    this.connections = new Connections(settings.limits());
    this.storing =
        new Storing(settings, receiver, log, () -> settings.folder().toFile().getUsableSpace());
  }

  /// Starts to listen.
  ///
  /// @throws IOException when the address is taken or the folder cannot be made
  public static DicomListener start(ListenerSettings settings, InstanceReceiver receiver)
      throws IOException {
    return start(settings, receiver, Optional.empty());
  }

  /// Starts to listen, answering for what is kept as well.
  ///
  /// @throws IOException when the address is taken or the folder cannot be made
  public static DicomListener start(
      ListenerSettings settings, InstanceReceiver receiver, Optional<CommitmentKeeper> keeper)
      throws IOException {
    ServerSocket server = open(settings);
    var listener = new DicomListener(server, settings, receiver, keeper);
    Thread.ofPlatform().name("dicom-listener").daemon().start(listener::listen);
    return listener;
  }

  /// The port first: whoever has it owns what lies half-received in the folder.
  private static ServerSocket open(ListenerSettings settings) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(settings.address(), BACKLOG);
      Files.createDirectories(settings.folder());
      removeLeftOvers(settings.folder());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// What a process left half-received when it died is known to nobody.
  private static void removeLeftOvers(Path folder) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + Storing.SUFFIX)) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        take(server.accept());
      } catch (IOException _) {
        pause();
      }
    }
  }

  /// No more files may be opened, for the moment.
  private void pause() {
    if (!server.isClosed()) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Counted here and not in its own thread: threads begin in any order, and the oldest of those
  /// that wait must be the one that came first.
  private void take(Socket socket) throws IOException {
    Wire wire;
    try {
      wire = new Wire(socket, spoken(socket), settings.limits().times().pdu());
    } catch (IOException _) {
      // It ended before it began.
      socket.close();
      return;
    }
    wire.endIn(settings.limits().times().associate().multipliedBy(2));
    connections.add(wire);
    Thread.ofVirtual().start(() -> serve(socket, wire));
  }

  private void serve(Socket socket, Wire wire) {
    try (socket;
        wire) {
      new InboundAssociation(numbers.incrementAndGet(), wire, this).run();
    } catch (IOException _) {
      // It ended before it began.
    } finally {
      connections.remove(wire);
    }
  }

  /// The connection, or TLS above it; keys are agreed on when the first byte is read.
  private Socket spoken(Socket socket) throws IOException {
    if (settings.tls().isEmpty()) {
      return socket;
    }
    var secure =
        (SSLSocket) settings.tls().get().getSocketFactory().createSocket(socket, null, true);
    secure.setNeedClientAuth(settings.clientCertificates());
    return secure;
  }

  /// Brings the answer over an association of its own, in which the roles are turned round; tells
  /// whether that will be tried, for whoever asks without end is answered where it asks.
  boolean answerLater(
      Caller caller, Commitment question, CommitmentKeeper keeper, RemotePeer address) {
    if (!answering.tryAcquire()) {
      return false;
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            Commitment answer = question.answeredBy(keeper, caller);
            Requestor.report(address, answer);
          } catch (IOException _) {
            log.tell(
                caller.association(), "the answer to a storage commitment could not be delivered");
          } finally {
            answering.release();
          }
        });
    return true;
  }

  /// Where it listens; of use when the settings left the port open.
  public int port() {
    return server.getLocalPort();
  }

  /// Stops listening and ends what associations there are.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException _) {
      // Closed is closed.
    }
    connections.close();
  }

  ListenerSettings settings() {
    return settings;
  }

  InstanceReceiver receiver() {
    return receiver;
  }

  Optional<CommitmentKeeper> keeper() {
    return keeper;
  }

  Negotiation negotiation() {
    return negotiation;
  }

  Connections connections() {
    return connections;
  }

  AssociationLog log() {
    return log;
  }

  Storing storing() {
    return storing;
  }
}
