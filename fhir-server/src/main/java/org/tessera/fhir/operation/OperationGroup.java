package org.tessera.fhir.operation;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.ConceptIndex;

/// Operations that come together, as one bean.
public record OperationGroup(List<Operation> operations) {
  /// Those about resources whatever they mean.
  ///
  /// @param owner in whose name is written
  public static OperationGroup ofResources(
      ResourceStore store, Search search, DataSource dataSource, String owner) {
    return new OperationGroup(
        List.of(
            new EverythingOperation(store, dataSource),
            new MetaOperation(store, dataSource),
            new MetaAddOperation(store, owner),
            new MetaDeleteOperation(store, owner),
            new LastNOperation(search)));
  }

  /// Those about codes, without other designations than those of definitions.
  public static OperationGroup ofTerminology(
      ResourceStore store, Canonicals canonicals, Vocabularies vocabularies) {
    return ofTerminology(store, canonicals, vocabularies, Optional.empty());
  }

  /// Those about codes.
  ///
  /// @param index knows what else codes are called
  public static OperationGroup ofTerminology(
      ResourceStore store,
      Canonicals canonicals,
      Vocabularies vocabularies,
      Optional<ConceptIndex> index) {
    var systems = new CodeSystems(canonicals, vocabularies);
    var valueSets = new ValueSets(canonicals, systems);
    return new OperationGroup(
        List.of(
            new LookupOperation(systems, index),
            new ValidateCodeOperation(systems, store),
            new SubsumesOperation(systems, store),
            new ExpandOperation(valueSets, new ImportedExpansion(systems, index), store),
            new ValidateMemberOperation(valueSets, store),
            new TranslateOperation(canonicals, new OmopMaps(vocabularies), store)));
  }
}
