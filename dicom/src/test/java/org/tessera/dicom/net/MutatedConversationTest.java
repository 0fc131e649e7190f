package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.TransferSyntax;

/// A sound conversation, changed here and there, fed to the listener without a network: whatever
/// comes, it ends in words and leaves nothing behind. Any exception of another kind fails the test.
class MutatedConversationTest {
  private static final int CONVERSATIONS_PER_SEED = 400;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private DicomListener listener;

  @BeforeEach
  void start() throws IOException {
    listener =
        DicomListener.start(
            Inbox.settings(folder),
            _ -> StoreStatus.STORED,
            Optional.of((_, asked) -> Set.copyOf(asked)));
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  /// Hears what was recorded and forgets what it is told.
  private static final class Recording extends Socket {
    private final InputStream heard;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private boolean closed;

    Recording(byte[] heard) {
      this.heard = new ByteArrayInputStream(heard);
    }

    @Override
    public InputStream getInputStream() {
      return heard;
    }

    @Override
    public OutputStream getOutputStream() {
      return told;
    }

    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static byte[] conversation() throws IOException {
    var contexts =
        List.of(
            new AssociateRequest.Context(1, ServiceClasses.VERIFICATION, Requestor.PLAIN),
            new AssociateRequest.Context(3, Instances.CT, Requestor.PLAIN),
            new AssociateRequest.Context(5, ServiceClasses.STORAGE_COMMITMENT, Requestor.PLAIN));
    var role = new AssociateRequest.Role(Instances.CT, true, false);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        AssociateWriter.bytes(
            new AssociateRequest(
                1,
                new AssociateRequest.Titles("TESSERA", "FUZZ"),
                AssociateWriter.APPLICATION_CONTEXT,
                contexts,
                new AssociateRequest.User(16_384, List.of(role)))));
    bytes.writeBytes(part(1, 3, Command.request(Command.ECHO, 1).bytes()));
    Command store =
        Command.request(Command.STORE, 2)
            .put(Command.AffectedSOPClassUID, Instances.CT)
            .put(Command.AffectedSOPInstanceUID, "2.25.5")
            .withDataSet();
    bytes.writeBytes(part(3, 3, store.bytes()));
    byte[] instance = bytes(Instances.dataSet(Instances.CT, "2.25.5", 600));
    bytes.writeBytes(part(3, 0, Arrays.copyOf(instance, 200)));
    bytes.writeBytes(part(3, 2, Arrays.copyOfRange(instance, 200, instance.length)));
    var asked = List.of(new InstanceReference(Instances.CT, "2.25.5"));
    bytes.writeBytes(part(5, 3, Commitment.action(3).withDataSet().bytes()));
    bytes.writeBytes(part(5, 2, bytes(new Commitment("2.25.9", asked, List.of()).dataSet())));
    bytes.writeBytes(Pdu.ReleaseRequest.BYTES);
    return bytes.toByteArray();
  }

  private static byte[] bytes(org.tessera.dicom.DataSet dataSet) throws IOException {
    var bytes = new ByteArrayOutputStream();
    DataSetBytes.write(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, bytes);
    return bytes.toByteArray();
  }

  private static byte[] part(int context, int control, byte[] body) {
    return ByteBuffer.allocate(12 + body.length)
        .put((byte) Pdu.DATA)
        .put((byte) 0)
        .putInt(body.length + 6)
        .putInt(body.length + 2)
        .put((byte) context)
        .put((byte) control)
        .put(body)
        .array();
  }

  /// What the listener said, which is whole PDUs whatever it heard. What it heard ends it by the
  /// rules: by its own fault, by an abort, or by the end of the bytes.
  private byte[] converse(byte[] heard) throws IOException {
    var socket = new Recording(heard);
    try (Wire wire = new Wire(socket, Duration.ofMinutes(1))) {
      listener.connections().add(wire);
      try {
        new InboundAssociation(1, wire, listener).converse();
      } finally {
        listener.connections().remove(wire);
      }
    } catch (AssociationFailure failure) {
      assertThat(failure.kind())
          .isIn(
              AssociationFailure.Kind.PROTOCOL,
              AssociationFailure.Kind.ABORTED,
              AssociationFailure.Kind.VANISHED);
    }
    assertWholeUnits(ByteBuffer.wrap(socket.told.toByteArray()));
    return socket.told.toByteArray();
  }

  private static void assertWholeUnits(ByteBuffer told) {
    while (told.hasRemaining()) {
      assertThat(told.get())
          .isIn(
              (byte) Pdu.ASSOCIATE_ACCEPT,
              (byte) Pdu.ASSOCIATE_REJECT,
              (byte) Pdu.DATA,
              (byte) Pdu.RELEASE_RESPONSE);
      told.get();
      int length = told.getInt();
      assertThat(length).isBetween(4, told.remaining());
      told.position(told.position() + length);
    }
  }

  @Test
  void unchanged_it_is_answered_to_the_end() throws IOException {
    byte[] told = converse(conversation());
    assertThat(told[0]).isEqualTo((byte) Pdu.ASSOCIATE_ACCEPT);
    assertThat(told).endsWith(Pdu.ReleaseResponse.BYTES);
    assertThat(Inbox.settings(folder).folder()).isEmptyDirectory();
  }

  static List<Integer> seeds() {
    return IntStream.range(0, 25).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void changed_it_ends_in_words_and_leaves_nothing_behind(int seed) throws IOException {
    var random = new Random(seed);
    byte[] sound = conversation();
    for (int i = 0; i < CONVERSATIONS_PER_SEED; i++) {
      byte[] changed = sound;
      int changes = 1 + random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        changed = change(changed, random);
      }
      converse(changed);
    }
    assertThat(Inbox.settings(folder).folder()).isEmptyDirectory();
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(40), bytes.length - at);
    byte[] before = Arrays.copyOf(bytes, at);
    byte[] from = Arrays.copyOfRange(bytes, at, bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> filled(bytes, at, 1, random.nextInt());
      case 1 -> filled(bytes, at, Math.min(length, 4), random.nextBoolean() ? -1 : 0);
      case 2 -> joined(before, Arrays.copyOfRange(bytes, at + length, bytes.length));
      case 3 -> joined(Arrays.copyOf(bytes, at + length), from);
      case 4 -> joined(before, new byte[0]);
      default -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        yield joined(joined(before, noise), from);
      }
    };
  }

  private static byte[] filled(byte[] bytes, int at, int length, int value) {
    byte[] changed = bytes.clone();
    Arrays.fill(changed, at, at + length, (byte) value);
    return changed;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both.length == 0 ? new byte[1] : both;
  }
}
