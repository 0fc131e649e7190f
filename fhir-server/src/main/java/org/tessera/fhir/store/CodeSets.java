package org.tessera.fhir.store;

import java.util.Collection;
import java.util.Optional;
import javax.sql.DataSource;
import org.tessera.vocabularies.Vocabularies;

/// Which codes a value set holds, and which stand below or above a code.
public interface CodeSets {
  /// A code with its system.
  record Member(String system, String code) {}

  /// The codes of a value set.
  ///
  /// @param valueSet its canonical address, or `ValueSet/id`
  /// @throws UnknownCodeSet if it is not known, cannot be expanded or is too large
  Collection<Member> members(String valueSet);

  /// A code and all below it in the hierarchy of its system.
  ///
  /// @throws UnknownCodeSet if the hierarchy is not known
  Collection<Member> below(Member code);

  /// A code and all above it.
  ///
  /// @throws UnknownCodeSet if the hierarchy is not known
  Collection<Member> above(Member code);

  /// Those stored as ValueSet and CodeSystem resources.
  static CodeSets stored(DataSource dataSource) {
    return new StoredCodeSets(dataSource, Optional.empty());
  }

  /// Those stored as resources, and the code systems of the vocabularies.
  static CodeSets stored(DataSource dataSource, Vocabularies vocabularies) {
    return new StoredCodeSets(dataSource, Optional.of(vocabularies));
  }

  /// No code sets at all.
  static CodeSets none() {
    return new CodeSets() {
      @Override
      public Collection<Member> members(String valueSet) {
        throw new UnknownCodeSet("no value sets are known here");
      }

      @Override
      public Collection<Member> below(Member code) {
        throw new UnknownCodeSet("no hierarchies are known here");
      }

      @Override
      public Collection<Member> above(Member code) {
        throw new UnknownCodeSet("no hierarchies are known here");
      }
    };
  }
}
