package org.tessera.dicom.net;

import java.util.List;

/// A presentation context to be proposed.
///
/// @param asScp whether we are the provider, which turns the usual roles round
record Proposal(String abstractSyntax, List<String> transferSyntaxes, boolean asScp) {
  static Proposal of(String abstractSyntax, List<String> transferSyntaxes) {
    return new Proposal(abstractSyntax, transferSyntaxes, false);
  }
}
