package org.tessera.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.TransferSyntax;

/// An association we asked for.
final class Requestor implements AutoCloseable {
  static final int CONTEXTS_MAX = 128;

  /// For identifiers: what everybody takes, first what says its representations.
  static final List<String> PLAIN =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  private final Wire wire;
  private final RemotePeer peer;
  private final Dialogue dialogue;
  private boolean over;

  private Requestor(Wire wire, RemotePeer peer, Dialogue dialogue) {
    this.wire = wire;
    this.peer = peer;
    this.dialogue = dialogue;
  }

  /// Connects and negotiates.
  ///
  /// @throws AssociationFailure when there is nobody, or not for us
  static Requestor open(RemotePeer peer, List<Proposal> proposals) throws IOException {
    Wire wire = connect(peer);
    try {
      wire.within(peer.limits().times().associate());
      AssociateRequest request = request(peer, proposals);
      wire.write(AssociateWriter.bytes(request));
      AssociateAccept accept =
          switch (Pdu.read(wire)) {
            case Pdu.Accept(AssociateAccept content) -> content;
            case Pdu.Reject reject ->
                throw new AssociationFailure(AssociationFailure.Kind.REJECTED, reject.words());
            case Pdu.Abort _ ->
                throw new AssociationFailure(
                    AssociationFailure.Kind.ABORTED, "aborted instead of negotiated");
            default ->
                throw AssociationFailure.violation(
                    Pdu.REASON_UNEXPECTED, "something else came instead of an answer");
          };
      Map<Integer, Agreed> agreed = Negotiation.agreed(request, accept);
      var dialogue = new Dialogue(wire, peer.limits(), agreed, accept.user().pduBytesMax());
      return new Requestor(wire, peer, dialogue);
    } catch (IOException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /// Connects and, where that is wanted, agrees on keys, both within the one limit.
  private static Wire connect(RemotePeer peer) throws AssociationFailure {
    long start = System.nanoTime();
    Socket plain = new Socket();
    try {
      int millis = (int) Math.min(peer.connectMax().toMillis(), Integer.MAX_VALUE);
      plain.connect(new InetSocketAddress(peer.host(), peer.port()), millis);
      Socket spoken = peer.tls().isEmpty() ? plain : secured(plain, peer, peer.tls().get());
      Wire wire = new Wire(plain, spoken, peer.limits().times().pdu());
      wire.handshake(peer.connectMax().minusNanos(System.nanoTime() - start));
      return wire;
    } catch (IOException | RuntimeException e) {
      try {
        plain.close();
      } catch (IOException _) {
        // It was never open.
      }
      throw e instanceof AssociationFailure failure
          ? failure
          : new AssociationFailure(
              AssociationFailure.Kind.UNREACHABLE, "nobody answers at this address");
    }
  }

  /// The certificate must be one of this host, else whoever has any trusted one could stand
  /// between.
  private static Socket secured(Socket plain, RemotePeer peer, SSLContext tls) throws IOException {
    var socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, peer.host(), peer.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static AssociateRequest request(RemotePeer peer, List<Proposal> proposals) {
    List<AssociateRequest.Context> contexts = new ArrayList<>();
    List<AssociateRequest.Role> roles = new ArrayList<>();
    for (Proposal proposal : proposals) {
      contexts.add(
          new AssociateRequest.Context(
              2 * contexts.size() + 1, proposal.abstractSyntax(), proposal.transferSyntaxes()));
      if (proposal.asScp()) {
        roles.add(new AssociateRequest.Role(proposal.abstractSyntax(), false, true));
      }
    }
    return new AssociateRequest(
        1,
        new AssociateRequest.Titles(peer.title(), peer.ownTitle()),
        AssociateWriter.APPLICATION_CONTEXT,
        contexts,
        new AssociateRequest.User(peer.limits().pduBytesMax(), roles));
  }

  Dialogue dialogue() {
    return dialogue;
  }

  /// The context for a SOP class, in one of these transfer syntaxes.
  Optional<Agreed> context(String abstractSyntax, List<String> transferSyntaxes) {
    for (String syntax : transferSyntaxes) {
      for (Agreed context : dialogue.contexts().values()) {
        if (context.abstractSyntax().equals(abstractSyntax)
            && context.transferSyntax().equals(syntax)) {
          return Optional.of(context);
        }
      }
    }
    return Optional.empty();
  }

  /// The context of a service, in any transfer syntax.
  ///
  /// @throws AssociationFailure when the other side does not have that service
  Agreed context(String abstractSyntax) throws AssociationFailure {
    return context(abstractSyntax, PLAIN)
        .orElseThrow(() ->
            new AssociationFailure(
                AssociationFailure.Kind.NOT_NEGOTIATED,
                "the other side does not offer this service"));
  }

  /// Waits for what comes next.
  ///
  /// @throws AssociationFailure when the other side ends instead
  MessageInput.Message receive() throws IOException {
    Optional<MessageInput.Message> message = dialogue.input().next();
    if (message.isEmpty()) {
      over = true;
      wire.write(Pdu.ReleaseResponse.BYTES);
      throw new AssociationFailure(
          AssociationFailure.Kind.ABORTED, "the other side ended before it answered");
    }
    return message.get();
  }

  /// Waits for the answer to a request.
  MessageInput.Message answer(int field, int messageId) throws IOException {
    MessageInput.Message message = receive();
    Command command = message.command();
    if (command.field() != (field | Command.RESPONSE)
        || command.number(Command.MessageIDBeingRespondedTo, -1) != messageId) {
      throw AssociationFailure.violation(
          Pdu.REASON_UNEXPECTED, "something else came where an answer belongs");
    }
    return message;
  }

  /// Delivers the answer of a storage commitment over an association of its own.
  static void report(RemotePeer address, Commitment answer) throws IOException {
    var proposal = new Proposal(ServiceClasses.STORAGE_COMMITMENT, PLAIN, true);
    try (Requestor requestor = open(address, List.of(proposal))) {
      Agreed context = requestor.context(ServiceClasses.STORAGE_COMMITMENT);
      int id = requestor.dialogue.nextMessageId();
      DataSet content = answer.dataSet();
      requestor.dialogue.send(context, Commitment.event(answer.eventType(), id), content);
      requestor.dialogue.skip(requestor.answer(Command.EVENT_REPORT, id));
    }
  }

  /// Ends without asking.
  void abort() {
    if (!over) {
      over = true;
      try {
        wire.write(Pdu.Abort.BY_USER.bytes());
        wire.finish();
      } catch (IOException _) {
        // Over is over.
      }
    }
    wire.close();
  }

  /// Ends orderly; what the other side still sends meanwhile is passed over.
  @Override
  public void close() {
    try {
      if (!over) {
        over = true;
        release();
      }
    } catch (IOException _) {
      // It is over either way.
    } finally {
      wire.close();
    }
  }

  /// Asks for the end and waits for the consent. When both sides ask at once, the one that opened
  /// the association consents first (PS3.8 section 9.2.3, states 9 and 11).
  private void release() throws IOException {
    wire.within(peer.limits().times().associate());
    wire.write(Pdu.ReleaseRequest.BYTES);
    while (true) {
      switch (Pdu.read(wire)) {
        case Pdu.Payload(long length) -> skip(length);
        case Pdu.ReleaseRequest _ -> wire.write(Pdu.ReleaseResponse.BYTES);
        default -> {
          return;
        }
      }
    }
  }

  private void skip(long length) throws IOException {
    for (long left = length; left > 0; left -= Math.min(left, 8192)) {
      wire.bytes((int) Math.min(left, 8192));
    }
  }
}
