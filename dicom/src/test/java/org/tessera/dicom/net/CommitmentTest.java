package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.TransferSyntax;

class CommitmentTest {
  private static final InstanceReference KEPT = new InstanceReference(Instances.CT, "2.25.1");
  private static final InstanceReference LOST = new InstanceReference(Instances.CT, "2.25.2");

  @TempDir Path folder;

  @Test
  void what_is_kept_and_what_is_not_is_told_over_the_asking_association() throws IOException {
    try (Inbox inbox = Inbox.open(folder, KEPT::equals)) {
      CommitmentRequest.Answer answer = CommitmentRequest.ask(inbox.peer(), List.of(KEPT, LOST));
      assertThat(answer.kept()).containsExactly(KEPT);
      assertThat(answer.failed()).containsExactly(LOST);
    }
  }

  @Test
  void a_listener_without_a_keeper_does_not_offer_the_service() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      assertThatThrownBy(() -> CommitmentRequest.ask(inbox.peer(), List.of(KEPT)))
          .isInstanceOf(AssociationFailure.class)
          .hasMessage("the other side does not offer this service");
    }
  }

  @Test
  void a_keeper_that_fails_promises_nothing() throws IOException {
    CommitmentKeeper broken =
        _ -> {
          throw new IOException("the disk is away");
        };
    try (Inbox inbox = Inbox.open(folder, broken)) {
      assertThat(CommitmentRequest.ask(inbox.peer(), List.of(KEPT)).failed()).containsExactly(KEPT);
    }
  }

  /// Scanners release at once and wait to be called.
  @Test
  void the_answer_goes_to_an_address_of_its_own_with_the_roles_turned_round() throws Exception {
    try (var scanner = new ServerSocket(0)) {
      RemotePeer back = RemotePeer.of("127.0.0.1", scanner.getLocalPort(), "SCANNER", "TESSERA");
      CommitmentKeeper keeper =
          new CommitmentKeeper() {
            @Override
            public boolean keeps(InstanceReference instance) {
              return instance.equals(KEPT);
            }

            @Override
            public Optional<RemotePeer> answersGoTo(String callingTitle) {
              return callingTitle.equals("TESTER") ? Optional.of(back) : Optional.empty();
            }
          };
      try (Inbox inbox = Inbox.open(folder, keeper)) {
        ask(inbox.peer());
        Commitment told = answerAsScanner(scanner);
        assertThat(told.transaction()).isEqualTo("2.25.77");
        assertThat(told.kept()).containsExactly(KEPT);
        assertThat(told.failed())
            .containsExactly(new Commitment.Failed(LOST, Commitment.NO_SUCH_INSTANCE));
      }
    }
  }

  private static void ask(RemotePeer peer) throws IOException {
    var proposal = Proposal.of(ServiceClasses.STORAGE_COMMITMENT, Requestor.PLAIN);
    try (Requestor requestor = Requestor.open(peer, List.of(proposal))) {
      var question = new Commitment("2.25.77", List.of(KEPT, LOST), List.of());
      Agreed context = requestor.context(ServiceClasses.STORAGE_COMMITMENT);
      requestor.dialogue().send(context, Commitment.action(1), question.dataSet());
      MessageInput.Message answer = requestor.answer(Command.ACTION, 1);
      assertThat(answer.command().number(Command.Status, -1)).isZero();
    }
  }

  private static Commitment answerAsScanner(ServerSocket scanner) throws IOException {
    try (Wire wire = new Wire(scanner.accept(), Duration.ofMinutes(1))) {
      wire.within(Duration.ofMinutes(1));
      AssociateRequest request = ((Pdu.Request) Pdu.read(wire)).content();
      AssociateRequest.Context context = request.contexts().getFirst();
      assertThat(request.user().roles())
          .containsExactly(
              new AssociateRequest.Role(ServiceClasses.STORAGE_COMMITMENT, false, true));
      String syntax = context.transferSyntaxes().getFirst();
      var accept =
          new AssociateAccept(
              request.titles(),
              List.of(new AssociateAccept.Context(context.id(), 0, syntax)),
              new AssociateRequest.User(16_384, "", "", request.user().roles()));
      wire.write(AssociateWriter.bytes(accept));
      var agreed = Map.of(context.id(), new Agreed(context.id(), context.abstractSyntax(), syntax));
      var dialogue = new Dialogue(wire, NetLimits.USUAL, agreed, 16_384);
      MessageInput.Message event = dialogue.input().next().orElseThrow();
      assertThat(event.command().number(Command.EventTypeID, 0)).isEqualTo(2);
      Commitment told = Commitment.read(dialogue.dataSet(event));
      dialogue.send(dialogue.context(event), event.command().response(0));
      assertThat(dialogue.input().next()).isEmpty();
      wire.write(Pdu.ReleaseResponse.BYTES);
      return told;
    }
  }

  @Test
  void the_command_sends_and_asks_for_commitment() throws IOException {
    Path sent = folder.resolve("sent");
    java.nio.file.Files.createDirectories(sent);
    Instances.write(sent, 1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Instances.write(sent, 2, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    try (Inbox inbox = Inbox.open(folder, it -> it.sopInstanceUid().endsWith("1"))) {
      String port = Integer.toString(inbox.port());
      assertThat(run("echo", "127.0.0.1", port)).startsWith("status 0000 after ").endsWith("[0]");
      assertThat(run("send", "127.0.0.1", port, "--aet", "TESSERA", sent.toString()))
          .isEqualTo("2 sent, 0 not [0]");
      assertThat(run("send", "127.0.0.1", port, "--commit", "yes", sent.toString()))
          .isEqualTo("2 sent, 0 not 1 kept for good, 1 not [1]");
      assertThat(run("send", "127.0.0.1", "many", sent.toString()))
          .startsWith("a port is a number from 1 to 65535")
          .endsWith("[2]");
    }
  }

  @Test
  void the_command_says_when_nobody_answers() throws IOException {
    int port;
    try (var closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    assertThat(run("echo", "127.0.0.1", Integer.toString(port)))
        .isEqualTo("no association: nobody answers at this address [1]");
  }

  private static String run(String... words) {
    var bytes = new ByteArrayOutputStream();
    int status =
        NetCommand.run(List.of(words), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).replace("\n", " ") + "[" + status + "]";
  }
}
