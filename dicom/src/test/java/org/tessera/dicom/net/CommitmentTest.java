package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.TransferSyntax;

class CommitmentTest {
  private static final InstanceReference KEPT = new InstanceReference(Instances.CT, "2.25.1");
  private static final InstanceReference LOST = new InstanceReference(Instances.CT, "2.25.2");

  @TempDir Path folder;

  private static CommitmentKeeper keeping(Predicate<InstanceReference> kept) {
    return (_, asked) -> asked.stream().filter(kept).collect(Collectors.toSet());
  }

  @Test
  void what_is_kept_and_what_is_not_is_told_over_the_asking_association() throws IOException {
    try (Inbox inbox = Inbox.open(folder, keeping(KEPT::equals))) {
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
        (_, _) -> {
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
            public Set<InstanceReference> kept(Caller asker, List<InstanceReference> asked) {
              return Set.of(KEPT);
            }

            @Override
            public Optional<RemotePeer> answersGoTo(Caller asker) {
              return asker.callingTitle().equals("TESTER") ? Optional.of(back) : Optional.empty();
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
    try (FakePeer fake = FakePeer.accept(scanner)) {
      assertThat(fake.request.user().roles())
          .containsExactly(
              new AssociateRequest.Role(ServiceClasses.STORAGE_COMMITMENT, false, true));
      MessageInput.Message event = fake.next();
      assertThat(event.command().number(Command.EventTypeID, 0)).isEqualTo(2);
      Commitment told = Commitment.read(fake.dialogue.dataSet(event));
      fake.dialogue.send(fake.dialogue.context(event), event.command().response(0));
      assertThat(fake.dialogue.input().next()).isEmpty();
      fake.wire.write(Pdu.ReleaseResponse.BYTES);
      return told;
    }
  }

  /// Silence about an instance is no promise, and what was not asked about is none either.
  @Test
  void only_what_was_asked_and_is_named_as_kept_counts_as_kept() throws Exception {
    var foreign = new InstanceReference(Instances.CT, "2.25.99");
    try (var server = new ServerSocket(0);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var archive =
          executor.submit(() -> {
            try (FakePeer fake = FakePeer.accept(server)) {
              MessageInput.Message action = fake.next();
              Commitment asked = Commitment.read(fake.dialogue.dataSet(action));
              Agreed context = fake.dialogue.context(action);
              fake.dialogue.send(context, action.command().response(0));
              var told = new Commitment(asked.transaction(), List.of(KEPT, foreign), List.of());
              fake.dialogue.send(context, Commitment.event(1, 1), told.dataSet());
              fake.dialogue.skip(fake.next());
              return fake.dialogue.input().next();
            }
          });
      var peer = RemotePeer.of("127.0.0.1", server.getLocalPort(), "ARCHIVE", "TESSERA");
      CommitmentRequest.Answer answer = CommitmentRequest.ask(peer, List.of(KEPT, LOST, KEPT));
      assertThat(answer.kept()).containsExactly(KEPT);
      assertThat(answer.failed()).containsExactly(LOST);
      assertThat(archive.get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void the_command_sends_and_asks_for_commitment() throws IOException {
    Path sent = folder.resolve("sent");
    java.nio.file.Files.createDirectories(sent);
    Instances.write(sent, 1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Instances.write(sent, 2, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    try (Inbox inbox = Inbox.open(folder, keeping(it -> it.sopInstanceUid().endsWith("1")))) {
      String port = Integer.toString(inbox.port());
      assertThat(run("echo", "127.0.0.1", port)).startsWith("status 0000 after ").endsWith("[0]");
      assertThat(run("send", "127.0.0.1", port, "--aet", "TESSERA", sent.toString()))
          .isEqualTo("2 sent, 0 not [0]");
      assertThat(run("send", "127.0.0.1", port, "--commit", "yes", sent.toString()))
          .isEqualTo("2 sent, 0 not 1 kept for good, 1 not [1]");
      assertThat(run("send", "127.0.0.1", port, "--commit", "no", sent.toString()))
          .isEqualTo("2 sent, 0 not [0]");
      assertThat(run("send", "127.0.0.1", port, "--commit", "perhaps", sent.toString()))
          .startsWith("--commit is yes or no")
          .endsWith("[2]");
      inbox.answer = StoreStatus.NOT_WANTED;
      assertThat(run("send", "127.0.0.1", port, "--commit", "yes", sent.toString()))
          .endsWith("0 sent, 2 not [1]");
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
