package org.tessera.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tessera.dicom.KnownUid;

/// One association from its first byte to its end, as the side that was called.
final class InboundAssociation {
  private static final int SUCCESS = 0x0000;
  private static final int NO_SUCH_INSTANCE = 0x0112;
  private static final int UNRECOGNIZED_OPERATION = 0x0211;

  private final long number;
  private final Wire wire;
  private final DicomListener listener;

  InboundAssociation(long number, Wire wire, DicomListener listener) {
    this.number = number;
    this.wire = wire;
    this.listener = listener;
  }

  /// Runs to the end; fails never.
  void run() {
    try {
      converse();
    } catch (AssociationFailure failure) {
      failed(failure);
    } catch (IOException _) {
      listener.log().tell(number, "the connection failed");
    } catch (RuntimeException | Error e) {
      listener.log().tell(number, "ended by a defect: " + e.getClass().getSimpleName());
      abort(Pdu.Abort.byProvider(0));
    } finally {
      wire.close();
    }
  }

  /// The conversation, from the request to the release.
  ///
  /// @throws IOException when it ends otherwise
  void converse() throws IOException {
    wire.within(listener.settings().limits().times().associate());
    switch (Pdu.read(wire)) {
      case Pdu.Request(AssociateRequest request) -> negotiate(request);
      case Pdu.Abort _ ->
          throw new AssociationFailure(
              AssociationFailure.Kind.ABORTED, "aborted before an association was asked for");
      default ->
          throw AssociationFailure.violation(
              Pdu.REASON_UNEXPECTED, "something else came where an association is asked for");
    }
  }

  private void failed(AssociationFailure failure) {
    listener.log().tell(number, failure.words());
    switch (failure.kind()) {
      case PROTOCOL -> abort(Pdu.Abort.byProvider(failure.abortReason()));
      case TIMED_OUT, NOT_NEGOTIATED -> abort(Pdu.Abort.BY_USER);
      default -> {}
    }
  }

  private void abort(Pdu.Abort abort) {
    try {
      wire.write(abort.bytes());
      wire.finish();
    } catch (IOException _) {
      // Whom it was for is gone.
    }
  }

  private void negotiate(AssociateRequest request) throws IOException {
    Optional<Pdu.Reject> objection = listener.negotiation().objection(request);
    if (objection.isEmpty() && !listener.connections().establish(wire)) {
      objection = Optional.of(Pdu.Reject.TOO_MANY);
    }
    if (objection.isPresent()) {
      listener.log().tell(number, objection.get().ownWords());
      wire.write(objection.get().bytes());
      wire.finish();
      return;
    }
    AssociateAccept accept = listener.negotiation().answer(request);
    wire.write(AssociateWriter.bytes(accept));
    wire.endNever();
    var dialogue =
        new Dialogue(
            wire,
            listener.settings().limits(),
            Negotiation.agreed(request, accept),
            request.user().pduBytesMax());
    var caller = new Caller(number, request.titles().calling(), request.titles().called());
    boolean released = false;
    try {
      serve(dialogue, caller);
      released = true;
    } finally {
      listener.receiver().ended(caller, released);
    }
    wire.write(Pdu.ReleaseResponse.BYTES);
    wire.finish();
  }

  private void serve(Dialogue dialogue, Caller caller) throws IOException {
    for (Optional<MessageInput.Message> next = dialogue.input().next();
        next.isPresent();
        next = dialogue.input().next()) {
      answer(dialogue, next.get(), caller);
    }
  }

  private void answer(Dialogue dialogue, MessageInput.Message message, Caller caller)
      throws IOException {
    Agreed context = dialogue.context(message);
    Command command = message.command();
    switch (command.field()) {
      case Command.ECHO -> {
        dialogue.skip(message);
        dialogue.send(context, command.response(SUCCESS));
      }
      case Command.STORE -> {
        StoreStatus status =
            listener.storing().store(context, command, data(dialogue, message), caller);
        Command response = command.response(status.code());
        dialogue.send(
            context,
            status.words().isEmpty()
                ? response
                : response.put(Command.ErrorComment, status.words()));
      }
      case Command.ACTION -> action(dialogue, message, caller);
      case Command.CANCEL -> dialogue.skip(message);
      default -> {
        dialogue.skip(message);
        if (!command.isResponse()) {
          dialogue.send(context, command.response(UNRECOGNIZED_OPERATION));
        }
      }
    }
  }

  private static InputStream data(Dialogue dialogue, MessageInput.Message message) {
    return message.command().hasDataSet()
        ? dialogue.input().dataSet(message.contextId())
        : InputStream.nullInputStream();
  }

  private void action(Dialogue dialogue, MessageInput.Message message, Caller caller)
      throws IOException {
    Agreed context = dialogue.context(message);
    Command command = message.command();
    Optional<CommitmentKeeper> keeper = listener.keeper();
    if (keeper.isEmpty() || !context.abstractSyntax().equals(ServiceClasses.STORAGE_COMMITMENT)) {
      dialogue.skip(message);
      dialogue.send(context, command.response(UNRECOGNIZED_OPERATION));
      return;
    }
    Commitment question = Commitment.read(dialogue.dataSet(message));
    if (!Commitment.isAddressed(command) || !KnownUid.isUid(question.transaction())) {
      dialogue.send(context, command.response(NO_SUCH_INSTANCE));
      return;
    }
    dialogue.send(context, command.response(SUCCESS).put(Command.ActionTypeID, Commitment.REQUEST));
    Optional<RemotePeer> elsewhere = keeper.get().answersGoTo(caller);
    if (elsewhere.isPresent()
        && listener.answerLater(caller, question, keeper.get(), elsewhere.get())) {
      return;
    }
    Commitment answer = question.answeredBy(keeper.get(), caller);
    Command event = Commitment.event(answer.eventType(), dialogue.nextMessageId());
    dialogue.send(context, event, answer.dataSet());
  }
}
