package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;

/// What this server can do, built from the definitions it works by, so that it cannot say
/// otherwise.
public final class CapabilityProvider {
  private static final List<TypeRestfulInteraction> INTERACTIONS =
      List.of(
          TypeRestfulInteraction.READ,
          TypeRestfulInteraction.VREAD,
          TypeRestfulInteraction.CREATE,
          TypeRestfulInteraction.UPDATE,
          TypeRestfulInteraction.DELETE,
          TypeRestfulInteraction.HISTORYINSTANCE,
          TypeRestfulInteraction.SEARCHTYPE);

  private static final Logger log = LoggerFactory.getLogger(CapabilityProvider.class);

  private final Date since = Date.from(Instant.now());

  private final Operations operations;

  CapabilityProvider(Operations operations) {
    this.operations = operations;
  }

  /// Asked for by HAPI by name; this provider knows what to say without the server.
  public void setRestfulServer(RestfulServer server) {
    log.debug("describes {}", server.getServerName());
  }

  /// The capability statement.
  @Metadata
  public CapabilityStatement statement() {
    var statement = new CapabilityStatement();
    statement
        .setStatus(PublicationStatus.ACTIVE)
        .setDate(since)
        .setKind(CapabilityStatementKind.INSTANCE)
        .setFhirVersion(FHIRVersion._4_0_1);
    statement.getSoftware().setName("Tessera");
    statement.getImplementation().setDescription("Tessera");
    statement.addFormat("application/fhir+json").addFormat("application/fhir+xml");
    CapabilityStatementRestComponent rest = statement.addRest();
    rest.setMode(RestfulCapabilityMode.SERVER);
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    operations
        .onSystem()
        .forEach(it -> rest.addOperation().setName(it.name()).setDefinition(it.definition()));
    for (String type : ResourceTypes.all()) {
      CapabilityStatementRestResourceComponent resource = rest.addResource();
      describe(type, resource);
      operations
          .on(type)
          .forEach(it -> resource.addOperation().setName(it.name()).setDefinition(it.definition()));
    }
    return statement;
  }

  private static void describe(String type, CapabilityStatementRestResourceComponent resource) {
    resource
        .setType(type)
        .setVersioning(ResourceVersionPolicy.VERSIONED)
        .setReadHistory(true)
        .setUpdateCreate(true)
        .setConditionalCreate(true)
        .setConditionalUpdate(false)
        .setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED);
    INTERACTIONS.forEach(interaction -> resource.addInteraction().setCode(interaction));
    resource.addSearchParam().setName("_id").setType(SearchParamType.TOKEN);
    resource.addSearchParam().setName("_lastUpdated").setType(SearchParamType.DATE);
    for (SearchParameter parameter : SearchParameters.of(type)) {
      resource
          .addSearchParam()
          .setName(parameter.name())
          .setType(SearchParamType.fromCode(parameter.kind().name().toLowerCase(Locale.ROOT)));
    }
  }
}
