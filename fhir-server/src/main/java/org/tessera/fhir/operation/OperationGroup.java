package org.tessera.fhir.operation;

import java.util.List;
import javax.sql.DataSource;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.vocabularies.Vocabularies;

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

  /// Those about codes.
  public static OperationGroup ofTerminology(
      ResourceStore store, Canonicals canonicals, Vocabularies vocabularies) {
    var systems = new CodeSystems(canonicals, vocabularies);
    var valueSets = new ValueSets(canonicals, systems);
    return new OperationGroup(
        List.of(
            new LookupOperation(systems),
            new ValidateCodeOperation(systems, store),
            new SubsumesOperation(systems, store),
            new ExpandOperation(valueSets, new ImportedExpansion(systems), store),
            new ValidateMemberOperation(valueSets, store),
            new TranslateOperation(canonicals, new OmopMaps(vocabularies), store)));
  }
}
