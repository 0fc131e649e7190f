package org.tessera.etl.pseudonym;

/// Told before a pseudonym is linked to a person for somebody; if it throws, nothing is disclosed.
///
/// It never receives the number itself, so an audit row built from it holds no identity.
@FunctionalInterface
public interface Disclosure {
  /// Called once for each question, before it is answered.
  ///
  /// @param person who asks
  /// @param question `number to pseudonym` or `pseudonym to number`
  /// @param pseudonym whom it is about; empty when nobody was found
  void about(String person, String question, String pseudonym);
}
