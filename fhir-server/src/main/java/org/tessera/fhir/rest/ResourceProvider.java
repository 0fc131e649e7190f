package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.Commit.Effect;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// The interactions on one resource type; there is one instance a type.
/// https://hl7.org/fhir/R4/http.html
public final class ResourceProvider implements IResourceProvider {
  /// Whoever writes over HTTP; what a delivery brought belongs to its study.
  static final String OWNER = "rest";

  /// A version this store can have given: a longer number is unknown, not a failure.
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  private final Class<? extends IBaseResource> resourceClass;
  private final String type;
  private final Interactions interactions;

  ResourceProvider(
      Class<? extends IBaseResource> resourceClass, String type, Interactions interactions) {
    this.resourceClass = resourceClass;
    this.type = type;
    this.interactions = interactions;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return resourceClass;
  }

  /// Reads the current version, or the one the address names.
  @Read(version = true)
  public IBaseResource read(@IdParam IdType id) {
    Optional<StoredResource> found =
        id.hasVersionIdPart() ? version(id) : interactions.store().read(type, id.getIdPart());
    StoredResource stored = found.orElseThrow(() -> new ResourceNotFoundException(id));
    return interactions.format().resource(stored).orElseThrow(() -> new ResourceGoneException(id));
  }

  /// All versions, newest first.
  @History
  public List<IBaseResource> history(@IdParam IdType id) {
    List<StoredResource> versions = interactions.store().history(type, id.getIdPart());
    if (versions.isEmpty()) {
      throw new ResourceNotFoundException(id);
    }
    return interactions.history().run(versions);
  }

  /// Searches this type.
  @Search(allowUnknownParams = true)
  public Bundle search(RequestDetails request) {
    return interactions.search().run(SearchRequest.of(request), request.getFhirServerBase());
  }

  /// Creates a resource under a new id, unless `If-None-Exist` finds one.
  @Create
  public MethodOutcome create(
      @ResourceParam IBaseResource resource,
      @ConditionalUrlParam @Nullable String condition,
      RequestDetails request) {
    ObjectNode tree = interactions.format().tree(request, resource);
    if (condition == null) {
      return createNew(tree);
    }
    ConditionalCreate conditional = interactions.conditional();
    return conditional.alone(() ->
        conditional.find(type, condition).map(this::existing).orElseGet(() -> createNew(tree)));
  }

  /// Updates a resource, or creates it under the id the client chose.
  @Update
  public MethodOutcome update(
      @ResourceParam IBaseResource resource, @IdParam IdType id, RequestDetails request) {
    ObjectNode tree = interactions.format().tree(request, resource);
    if (!id.getIdPart().equals(tree.path("id").asString(""))) {
      throw new InvalidRequestException("the id in the resource is not the one in the address");
    }
    OptionalLong expected =
        VersionTag.expected(request.getHeader("If-Match"), request.getHeader("If-None-Match"));
    return commit(new Write.Put(tree, expected, "", false));
  }

  /// Deletes a resource; its history stays.
  @Delete
  public MethodOutcome delete(@IdParam @Nullable IdType id, RequestDetails request) {
    if (id == null) {
      throw new InvalidRequestException("a delete names the id of one resource");
    }
    OptionalLong expected = VersionTag.expected(request.getHeader("If-Match"), null);
    return commit(new Write.Delete(type, id.getIdPart(), expected));
  }

  private Optional<StoredResource> version(IdType id) {
    String version = id.getVersionIdPart();
    return VERSION.matcher(version).matches()
        ? interactions.store().read(type, id.getIdPart(), Long.parseLong(version))
        : Optional.empty();
  }

  private MethodOutcome createNew(ObjectNode tree) {
    tree.put("id", UUID.randomUUID().toString());
    return commit(Write.Put.of(tree));
  }

  private MethodOutcome existing(StoredResource found) {
    var outcome = new MethodOutcome(id(found.id(), found.version()), false);
    interactions.format().resource(found).ifPresent(outcome::setResource);
    return outcome;
  }

  private MethodOutcome commit(Write write) {
    Commit commit = interactions.store().commit(new Transaction(OWNER, List.of(write)));
    Commit.Outcome done = commit.outcomes().getFirst();
    var outcome = new MethodOutcome(id(done.id(), done.version()), done.effect() == Effect.CREATED);
    interactions
        .store()
        .read(type, done.id(), done.version())
        .flatMap(interactions.format()::resource)
        .ifPresent(outcome::setResource);
    return outcome;
  }

  private IdType id(String id, long version) {
    return new IdType(type, id, Long.toString(version));
  }
}
