package org.tessera.dicom.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Another side that agrees to whatever is proposed and leaves the rest to the test.
final class FakePeer implements AutoCloseable {
  final Wire wire;
  final AssociateRequest request;
  final Dialogue dialogue;

  private FakePeer(Wire wire, AssociateRequest request, Dialogue dialogue) {
    this.wire = wire;
    this.request = request;
    this.dialogue = dialogue;
  }

  /// Waits for somebody who asks for an association and accepts it.
  static FakePeer accept(ServerSocket server) throws IOException {
    Wire wire = new Wire(server.accept(), Duration.ofMinutes(1));
    wire.within(Duration.ofMinutes(1));
    AssociateRequest request = ((Pdu.Request) Pdu.read(wire)).content();
    List<AssociateAccept.Context> accepted = new ArrayList<>();
    Map<Integer, Agreed> agreed = new LinkedHashMap<>();
    for (AssociateRequest.Context context : request.contexts()) {
      String syntax = context.transferSyntaxes().getFirst();
      accepted.add(new AssociateAccept.Context(context.id(), 0, syntax));
      agreed.put(context.id(), new Agreed(context.id(), context.abstractSyntax(), syntax));
    }
    wire.write(
        AssociateWriter.bytes(
            new AssociateAccept(
                request.titles(),
                accepted,
                new AssociateRequest.User(16_384, request.user().roles()))));
    return new FakePeer(wire, request, new Dialogue(wire, NetLimits.USUAL, agreed, 16_384));
  }

  /// Takes the next message.
  MessageInput.Message next() throws IOException {
    return dialogue.input().next().orElseThrow();
  }

  @Override
  public void close() {
    wire.close();
  }
}
