package org.tessera.dicom.net;

import java.util.List;

/// What A-ASSOCIATE-AC agrees to, PS3.8 section 9.3.3.
record AssociateAccept(
    AssociateRequest.Titles titles, List<Context> contexts, AssociateRequest.User user) {
  static final int ACCEPTED = 0;
  static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
  static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

  /// The answer to a proposed context.
  ///
  /// @param result as PS3.8 table 9-18 numbers it
  /// @param transferSyntax of meaning only when accepted
  record Context(int id, int result, String transferSyntax) {}
}
