package org.tessera.fhir.rest;

import java.util.List;
import java.util.regex.Pattern;
import org.tessera.fhir.store.ResourceTypes;

/// Finds the interaction a request asks for, by its method and path.
/// https://hl7.org/fhir/R4/http.html#summary
final class Router {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final Interactions interactions;

  Router(Interactions interactions) {
    this.interactions = interactions;
  }

  /// @throws RuntimeException as [Failures] translates it
  Answer answer(FhirRequest request) {
    List<String> path = request.path();
    String last = path.isEmpty() ? "" : path.getLast();
    if (last.startsWith("$")) {
      return operation(request);
    }
    return switch (path.size()) {
      case 0 -> system(request);
      case 1 -> first(request, path.getFirst());
      default -> {
        requireType(path.getFirst());
        yield switch (path.size()) {
          case 2 -> instance(request, path.getFirst(), path.get(1));
          case 3 -> belowInstance(request, path.getFirst(), path.get(1), path.get(2));
          case 4 -> deep(request, path);
          default -> throw nothingThere();
        };
      }
    };
  }

  private Answer system(FhirRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> interactions.search().system(request);
      case "POST" -> interactions.bundle().run(request, this);
      default ->
          throw Refusal.methodNotAllowed(
              "here GET searches all types and POST takes a batch or transaction");
    };
  }

  private Answer first(FhirRequest request, String name) {
    switch (name) {
      case "metadata" -> {
        requireRead(request);
        return interactions.capabilities().run();
      }
      case "_history" -> {
        requireRead(request);
        return interactions.history().system(request);
      }
      case "_search" -> {
        if (!request.method().equals("POST")) {
          requireRead(request);
        }
        return interactions.search().system(request);
      }
      default -> requireType(name);
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> interactions.search().type(request, name);
      case "POST" -> interactions.create().run(BinaryContent.asResource(request), name);
      case "PUT" -> interactions.update().conditional(request, name);
      case "PATCH" -> interactions.patch().conditional(request, name);
      case "DELETE" -> interactions.delete().conditional(request, name);
      default -> throw unknownMethod();
    };
  }

  private Answer instance(FhirRequest request, String type, String id) {
    if (id.equals("_search")) {
      if (!request.method().equals("POST")) {
        requireRead(request);
      }
      return interactions.search().type(request, type);
    }
    if (id.equals("_history")) {
      requireRead(request);
      return interactions.history().type(request, type);
    }
    requireId(id);
    return switch (request.method()) {
      case "GET", "HEAD" ->
          BinaryContent.of(request, interactions.read().current(request, type, id));
      case "PUT" -> interactions.update().run(BinaryContent.asResource(request), type, id);
      case "PATCH" -> interactions.patch().run(request, type, id);
      case "DELETE" -> interactions.delete().run(request, type, id);
      case "POST" ->
          throw Refusal.methodNotAllowed("a resource with an id is written by PUT or PATCH");
      default -> throw unknownMethod();
    };
  }

  private Answer belowInstance(FhirRequest request, String type, String id, String third) {
    requireId(id);
    if (third.equals("_history")) {
      requireRead(request);
      return interactions.history().instance(request, type, id);
    }
    requireRead(request);
    return interactions.search().compartment(request, third);
  }

  private Answer deep(FhirRequest request, List<String> path) {
    requireId(path.get(1));
    if (path.get(2).equals("_history")) {
      requireRead(request);
      return BinaryContent.of(request, interactions.read().version(request, path));
    }
    if (path.get(3).equals("_search") && request.method().equals("POST")) {
      return interactions.search().compartment(request, path.get(2));
    }
    throw nothingThere();
  }

  private Answer operation(FhirRequest request) {
    List<String> path = request.path();
    if (path.size() > 3) {
      throw nothingThere();
    }
    if (path.size() > 1) {
      requireType(path.getFirst());
    }
    if (path.size() == 3) {
      requireId(path.get(1));
    }
    return interactions.operation().run(request);
  }

  private static void requireRead(FhirRequest request) {
    if (!request.isRead()) {
      throw Refusal.methodNotAllowed("only GET and HEAD are answered here");
    }
  }

  private static void requireType(String name) {
    if (!ResourceTypes.isKnown(name)) {
      throw Refusal.notFound("FHIR R4 has no such resource type");
    }
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw Refusal.badRequest("an id has 1 to 64 letters, digits, - or .");
    }
  }

  private static Refusal nothingThere() {
    return Refusal.notFound("there is nothing at this address; see /metadata");
  }

  private static Refusal unknownMethod() {
    return Refusal.methodNotAllowed("GET, HEAD, POST, PUT, PATCH and DELETE are answered");
  }
}
