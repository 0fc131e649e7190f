package org.tessera.dicom.net;

import java.io.IOException;
import java.util.List;

/// The C-ECHO service, PS3.4 annex A.
public final class Verification {
  private Verification() {}

  /// Asks whether somebody is there who speaks DICOM and takes our name; returns its status, 0 for
  /// success.
  ///
  /// @throws AssociationFailure when not
  public static int echo(RemotePeer peer) throws IOException {
    var proposal = Proposal.of(ServiceClasses.VERIFICATION, List.of(Requestor.PLAIN.getLast()));
    try (Requestor requestor = Requestor.open(peer, List.of(proposal))) {
      Agreed context = requestor.context(ServiceClasses.VERIFICATION);
      int id = requestor.dialogue().nextMessageId();
      Command request =
          Command.request(Command.ECHO, id)
              .put(Command.AffectedSOPClassUID, ServiceClasses.VERIFICATION);
      requestor.dialogue().send(context, request);
      return requestor.answer(Command.ECHO, id).command().number(Command.Status, 0xFFFF);
    }
  }
}
