package org.tessera.dicom.net;

import java.util.List;

/// What A-ASSOCIATE-RQ proposes, PS3.8 section 9.3.2. What else its user items say (user identity,
/// asynchronous operations, extended negotiation) is passed over, which declines it.
record AssociateRequest(
    int protocolVersion,
    Titles titles,
    String applicationContext,
    List<Context> contexts,
    User user) {
  /// Both sides' names, without padding.
  record Titles(String called, String calling) {}

  /// A proposed presentation context.
  record Context(int id, String abstractSyntax, List<String> transferSyntaxes) {}

  /// What a side says of itself.
  ///
  /// @param pduBytesMax the longest PDU it takes; 0 for any
  record User(long pduBytesMax, List<Role> roles) {}

  /// Roles the requestor wants for a SOP class, PS3.7 annex D.3.3.4.
  record Role(String sopClass, boolean scu, boolean scp) {}
}
