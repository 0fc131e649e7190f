package org.tessera.fhir.store;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tessera.vocabularies.ConceptFile;

/// The hierarchy of a vocabulary of the imported release.
///
/// @param codesMax a search looks for so many codes at most
record ImportedTree(ConceptFile file, String vocabulary, int codesMax) implements CodeTree {
  @Override
  public Set<String> all() {
    ConceptFile.Range range = file.range(vocabulary);
    return codes(IntStream.range(range.from(), range.to()), range.size());
  }

  @Override
  public Set<String> known(Set<String> codes) {
    return codes.stream()
        .filter(code -> file.find(vocabulary, code) >= 0)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Set<String> below(String code) {
    return codes(file.below(position(code)));
  }

  @Override
  public Set<String> above(String code) {
    return codes(file.above(position(code)));
  }

  private int position(String code) {
    int position = file.find(vocabulary, code);
    if (position < 0) {
      throw new UnknownCodeSet("the code is none of its system's");
    }
    return position;
  }

  private Set<String> codes(BitSet positions) {
    return codes(positions.stream(), positions.cardinality());
  }

  private Set<String> codes(IntStream positions, int count) {
    if (count > codesMax) {
      throw new UnknownCodeSet("these are more than " + codesMax + " codes");
    }
    ConceptFile.Range range = file.range(vocabulary);
    return positions
        .filter(range::contains)
        .mapToObj(file::code)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
