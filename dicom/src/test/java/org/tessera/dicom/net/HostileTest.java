package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever can reach the port can send anything.
class HostileTest {
  private static final int ABORT = 7;

  @TempDir Path folder;

  private static byte[] request(String abstractSyntax) {
    var context = new AssociateRequest.Context(1, abstractSyntax, Requestor.PLAIN);
    return AssociateWriter.bytes(
        new AssociateRequest(
            1,
            new AssociateRequest.Titles("TESSERA", "HOSTILE"),
            AssociateWriter.APPLICATION_CONTEXT,
            List.of(context),
            new AssociateRequest.User(16_384, List.of())));
  }

  private static byte[] data(
      long pduLength, long pdvLength, int context, int control, byte... body) {
    return ByteBuffer.allocate(12 + body.length)
        .put((byte) 4)
        .put((byte) 0)
        .putInt((int) pduLength)
        .putInt((int) pdvLength)
        .put((byte) context)
        .put((byte) control)
        .put(body)
        .array();
  }

  /// The type of what comes last before the connection ends; -1 when nothing came.
  private static int lastAnswer(int port, byte[]... messages) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      try {
        for (byte[] message : messages) {
          socket.getOutputStream().write(message);
        }
      } catch (IOException _) {
        // It closed before it had all.
      }
      return lastType(socket.getInputStream());
    }
  }

  private static int lastType(InputStream in) throws IOException {
    int last = -1;
    for (int type = in.read(); type >= 0; type = in.read()) {
      last = type;
      byte[] head = in.readNBytes(5);
      if (head.length == 5) {
        in.skipNBytes(ByteBuffer.wrap(head).getInt(1));
      }
    }
    return last;
  }

  private static void assertAlive(Inbox inbox) throws IOException {
    assertThat(Verification.echo(inbox.peer())).isZero();
  }

  static List<Integer> seeds() {
    return IntStream.range(0, 60).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void random_bytes_end_in_an_abort_or_nothing(int seed) throws Exception {
    var random = new Random(seed);
    byte[] noise = new byte[1 + random.nextInt(5000)];
    random.nextBytes(noise);
    if (seed % 3 == 0) {
      noise[0] = (byte) (1 + random.nextInt(7));
    }
    var times = new NetLimits.Times(second(1), second(1), second(1), second(1));
    try (Inbox inbox =
        Inbox.open(folder, Inbox.settings(folder).with(NetLimits.USUAL.with(times)))) {
      if (seed % 2 == 0) {
        byte[] request = request(Instances.CT);
        int kept = 6 + random.nextInt(request.length - 6);
        System.arraycopy(request, 0, noise, 0, Math.min(kept, noise.length));
        lastAnswer(inbox.port(), noise);
      } else {
        assertThat(lastAnswer(inbox.port(), request(Instances.CT), noise)).isIn(2, ABORT);
      }
      assertAlive(inbox);
      assertThat(inbox.partial()).isEmpty();
    }
  }

  private static Duration second(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void lengths_that_lie_are_aborted() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      byte[] request = request(Instances.CT);
      List<byte[]> lies =
          List.of(
              data(0xFFFFFFFFL, 100, 1, 3),
              data(5, 1, 1, 3),
              data(20, 0xFFFFFFFFL, 1, 3, new byte[14]),
              data(20, 0, 1, 3, new byte[14]),
              data(20, 17, 1, 3, new byte[14]),
              new byte[] {1, 0, 0x7F, 0, 0, 0},
              new byte[] {5, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0},
              new byte[] {99, 0, 0, 0, 0, 4, 0, 0, 0, 0});
      for (byte[] lie : lies) {
        assertThat(lastAnswer(inbox.port(), request, lie)).isEqualTo(ABORT);
      }
      byte[] endless = request.clone();
      ByteBuffer.wrap(endless).putInt(2, Integer.MAX_VALUE);
      assertThat(lastAnswer(inbox.port(), endless)).isEqualTo(ABORT);
      byte[] inside = request.clone();
      // The application context item claims more bytes than the whole has.
      ByteBuffer.wrap(inside).putShort(76, (short) 0xFFFF);
      assertThat(lastAnswer(inbox.port(), inside)).isEqualTo(ABORT);
      assertAlive(inbox);
    }
  }

  @Test
  void what_comes_out_of_order_is_aborted() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      byte[] request = request(Instances.CT);
      byte[] echo = command(Command.request(Command.ECHO, 1));
      assertThat(lastAnswer(inbox.port(), echo)).isEqualTo(ABORT);
      assertThat(lastAnswer(inbox.port(), Pdu.ReleaseRequest.BYTES)).isEqualTo(ABORT);
      assertThat(lastAnswer(inbox.port(), request, request)).isEqualTo(ABORT);
      assertThat(lastAnswer(inbox.port(), request, Pdu.ReleaseResponse.BYTES)).isEqualTo(ABORT);
      // A data set where a command belongs, a context nobody agreed to, a command that is none.
      assertThat(lastAnswer(inbox.port(), request, data(10, 6, 1, 2, new byte[4])))
          .isEqualTo(ABORT);
      assertThat(lastAnswer(inbox.port(), request, data(10, 6, 1, 3, new byte[4])))
          .isEqualTo(ABORT);
      byte[] elsewhere = echo.clone();
      elsewhere[10] = 33;
      assertThat(lastAnswer(inbox.port(), request, elsewhere)).isEqualTo(ABORT);
      // A second command where the data set of the first belongs.
      byte[] store =
          command(
              Command.request(Command.STORE, 1)
                  .put(Command.AffectedSOPClassUID, Instances.CT)
                  .put(Command.AffectedSOPInstanceUID, "2.25.1")
                  .withDataSet());
      assertThat(lastAnswer(inbox.port(), request, store, store)).isEqualTo(ABORT);
      assertThat(inbox.partial()).isEmpty();
      assertAlive(inbox);
    }
  }

  @Test
  void an_abort_before_anything_else_is_not_answered() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      assertThat(lastAnswer(inbox.port(), Pdu.Abort.BY_USER.bytes())).isEqualTo(-1);
      assertAlive(inbox);
    }
  }

  /// Each fragment comes in time, and the message would never end.
  @Test
  void a_message_that_never_pauses_has_its_limit_too() throws Exception {
    var times = new NetLimits.Times(second(30), second(30), second(30), second(1));
    try (Inbox inbox =
            Inbox.open(folder, Inbox.settings(folder).with(NetLimits.USUAL.with(times)));
        var socket = new Socket(InetAddress.getLoopbackAddress(), inbox.port())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(request(Instances.CT));
      out.write(
          command(
              Command.request(Command.STORE, 1)
                  .put(Command.AffectedSOPClassUID, Instances.CT)
                  .put(Command.AffectedSOPInstanceUID, "2.25.1")
                  .withDataSet()));
      assertThat(fragmentsUntilTheEnd(out)).isLessThan(60 * 100);
      assertThat(inbox.endings.poll(30, TimeUnit.SECONDS)).isFalse();
      assertThat(inbox.partial()).isEmpty();
    }
  }

  /// How many fragments are taken, of a minute's worth, before the connection is ended.
  private static int fragmentsUntilTheEnd(OutputStream out) throws InterruptedException {
    byte[] fragment = data(106, 102, 1, 0, new byte[100]);
    for (int sent = 0; sent < 60 * 100; sent++) {
      try {
        out.write(fragment);
      } catch (IOException _) {
        return sent;
      }
      Thread.sleep(10);
    }
    return 60 * 100;
  }

  private static byte[] command(Command command) {
    byte[] bytes = command.bytes();
    return data(bytes.length + 6, bytes.length + 2, 1, 3, bytes);
  }

  @Test
  void a_command_without_end_is_cut_off() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      byte[] part = data(8006, 8002, 1, 1, new byte[8000]);
      assertThat(lastAnswer(inbox.port(), request(Instances.CT), part, part, part))
          .isEqualTo(ABORT);
    }
  }

  @Test
  void a_sender_that_vanishes_or_aborts_under_way_leaves_nothing_behind() throws Exception {
    try (Inbox inbox = Inbox.open(folder)) {
      byte[] store =
          command(
              Command.request(Command.STORE, 1)
                  .put(Command.AffectedSOPClassUID, Instances.CT)
                  .put(Command.AffectedSOPInstanceUID, "2.25.1")
                  .withDataSet());
      byte[] half = data(1006, 1002, 1, 0, new byte[1000]);
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), inbox.port())) {
        socket.getOutputStream().write(request(Instances.CT));
        socket.getOutputStream().write(store);
        socket.getOutputStream().write(half);
      }
      assertThat(inbox.endings.poll(30, TimeUnit.SECONDS)).isFalse();
      assertThat(inbox.partial()).isEmpty();
      byte[] abort = Pdu.Abort.BY_USER.bytes();
      lastAnswer(inbox.port(), request(Instances.CT), store, half, abort);
      assertThat(inbox.endings.poll(30, TimeUnit.SECONDS)).isFalse();
      assertThat(inbox.partial()).isEmpty();
      assertThat(inbox.files).isEmpty();
    }
  }

  @Test
  void a_sender_that_stalls_is_aborted_wherever_it_stalls() throws Exception {
    var times = new NetLimits.Times(second(1), second(1), second(1), second(60));
    try (Inbox inbox =
        Inbox.open(folder, Inbox.settings(folder).with(NetLimits.USUAL.with(times)))) {
      byte[] request = request(Instances.CT);
      byte[] store =
          command(
              Command.request(Command.STORE, 1)
                  .put(Command.AffectedSOPClassUID, Instances.CT)
                  .put(Command.AffectedSOPInstanceUID, "2.25.1")
                  .withDataSet());
      assertThat(lastAnswer(inbox.port(), java.util.Arrays.copyOf(request, 40))).isEqualTo(ABORT);
      assertThat(lastAnswer(inbox.port(), request)).isEqualTo(ABORT);
      assertThat(lastAnswer(inbox.port(), request, store)).isEqualTo(ABORT);
      byte[] half = data(1006, 1002, 1, 0, new byte[1000]);
      assertThat(lastAnswer(inbox.port(), request, store, half)).isEqualTo(ABORT);
      byte[] cut = java.util.Arrays.copyOf(half, 500);
      assertThat(lastAnswer(inbox.port(), request, store, cut)).isEqualTo(ABORT);
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void two_thousand_silent_connections_do_not_keep_an_honest_one_out() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      List<Socket> silent = new ArrayList<>();
      try {
        for (int i = 0; i < 2000; i++) {
          silent.add(new Socket(InetAddress.getLoopbackAddress(), inbox.port()));
          if (i % 500 == 0) {
            assertAlive(inbox);
          }
        }
        assertAlive(inbox);
      } finally {
        for (Socket socket : silent) {
          socket.close();
        }
      }
    }
  }

  @Test
  void one_association_more_than_the_limit_is_rejected_for_the_moment() throws IOException {
    var limits = NetLimits.USUAL.withConnections(2, 10);
    try (Inbox inbox = Inbox.open(folder, Inbox.settings(folder).with(limits))) {
      var proposal = List.of(Proposal.of(Instances.CT, Requestor.PLAIN));
      Requestor one = Requestor.open(inbox.peer(), proposal);
      try (Requestor _ = Requestor.open(inbox.peer(), proposal)) {
        assertThat(failure(inbox)).isEqualTo("rejected for the moment: local limit exceeded");
        one.close();
        String last = failure(inbox);
        for (int i = 0; i < 100 && !last.isEmpty(); i++) {
          last = failure(inbox);
        }
        assertThat(last).isEmpty();
      }
    }
  }

  private static String failure(Inbox inbox) throws IOException {
    try {
      Verification.echo(inbox.peer());
      return "";
    } catch (AssociationFailure failure) {
      return failure.words();
    }
  }
}
