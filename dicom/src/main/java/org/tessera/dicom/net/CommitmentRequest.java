package org.tessera.dicom.net;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Asks an archive whether it keeps instances for good, PS3.4 annex J, and waits for the answer
/// over the same association.
public final class CommitmentRequest {
  private static final int SUCCESS = 0;

  private CommitmentRequest() {}

  /// What the archive answered.
  ///
  /// @param kept instances it says it keeps
  /// @param failed all others that it was asked about, whether it said so or kept silent
  public record Answer(List<InstanceReference> kept, List<InstanceReference> failed) {}

  /// Asks and waits.
  ///
  /// @param instances at least one
  /// @throws AssociationFailure when it does not offer this, refuses, or answers another way
  public static Answer ask(RemotePeer peer, List<InstanceReference> instances) throws IOException {
    var proposal = Proposal.of(ServiceClasses.STORAGE_COMMITMENT, Requestor.PLAIN);
    try (Requestor requestor = Requestor.open(peer, List.of(proposal))) {
      Agreed context = requestor.context(ServiceClasses.STORAGE_COMMITMENT);
      Dialogue dialogue = requestor.dialogue();
      int id = dialogue.nextMessageId();
      var question = new Commitment(transaction(), instances, List.of());
      dialogue.send(context, Commitment.action(id), question.dataSet());
      MessageInput.Message taken = requestor.answer(Command.ACTION, id);
      dialogue.skip(taken);
      if (taken.command().number(Command.Status, 0xFFFF) != SUCCESS) {
        throw new AssociationFailure(
            AssociationFailure.Kind.NOT_NEGOTIATED, "the archive refuses to commit itself");
      }
      return answer(requestor, question);
    }
  }

  private static Answer answer(Requestor requestor, Commitment question) throws IOException {
    MessageInput.Message event = requestor.receive();
    if (event.command().field() != Command.EVENT_REPORT) {
      throw AssociationFailure.violation(
          Pdu.REASON_UNEXPECTED, "something else came where the commitment is told");
    }
    Dialogue dialogue = requestor.dialogue();
    Commitment told = Commitment.read(dialogue.dataSet(event));
    Command response = event.command().response(SUCCESS);
    dialogue.send(
        dialogue.context(event),
        response.put(Command.EventTypeID, event.command().number(Command.EventTypeID, 0)));
    if (!told.transaction().equals(question.transaction())) {
      throw AssociationFailure.violation(
          Pdu.REASON_UNEXPECTED, "the archive tells of another question");
    }
    // Counted is what was asked: an archive may leave out some, or tell of what nobody asked.
    Set<InstanceReference> safe = new HashSet<>(told.kept());
    told.failed().forEach(failed -> safe.remove(failed.instance()));
    Map<Boolean, List<InstanceReference>> asked =
        question.kept().stream().distinct().collect(Collectors.partitioningBy(safe::contains));
    return new Answer(asked.getOrDefault(true, List.of()), asked.getOrDefault(false, List.of()));
  }

  private static String transaction() {
    var id = UUID.randomUUID();
    var number = new java.math.BigInteger(id.toString().replace("-", ""), 16);
    return "2.25." + number;
  }
}
