package org.tessera.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Inputs;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Between HTTP and the operations: `/$name`, `/Type/$name`, `/Type/id/$name`. JSON goes in and out
/// as the operations' trees, without HAPI's objects between; XML is translated at this edge.
final class OperationGate {
  private static final String ID = "[A-Za-z0-9.-]{1,64}";

  private final Operations operations;
  private final FhirContext context;
  private final ErrorOutcome errors = new ErrorOutcome();

  OperationGate(Operations operations, FhirContext context) {
    this.operations = operations;
    this.context = context;
  }

  /// Where a request's address points to.
  private record Target(String type, String id, String name) {
    Level level() {
      return type.isEmpty() ? Level.SYSTEM : id.isEmpty() ? Level.TYPE : Level.INSTANCE;
    }
  }

  /// Answers a request if it calls an operation.
  ///
  /// @return whether it did
  boolean answers(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<Target> target = target(request.getPathInfo());
    Optional<Operation> operation =
        target.flatMap(it -> operations.find(it.level(), it.type(), it.name()));
    if (target.isEmpty() || operation.isEmpty()) {
      return false;
    }
    var format = AnswerFormat.of(request, context);
    try {
      if (operation.get().signature().affectsState() && request.getMethod().equals("GET")) {
        throw new OperationFailure(
            405,
            "not-supported",
            "this operation changes something: POST",
            Map.of("Allow", "POST"));
      }
      Answer answer = operation.get().run(call(request, target.get()));
      format.write(answer, response);
    } catch (OperationFailure e) {
      format.write(
          new Answer.Resource(
              e.status(), outcome(e.code(), String.valueOf(e.getMessage())), e.headers()),
          response);
    } catch (JacksonException e) {
      format.write(failed(400, "structure", "the body is not well-formed"), response);
    } catch (RuntimeException e) {
      BaseServerResponseException translated = errors.translate(e);
      String code = translated.getStatusCode() < 500 ? "invalid" : "exception";
      format.write(
          failed(translated.getStatusCode(), code, String.valueOf(translated.getMessage())),
          response);
    }
    return true;
  }

  private static Optional<Target> target(@Nullable String path) {
    if (path == null || !path.contains("/$")) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    parts.removeFirst();
    String name = parts.removeLast();
    if (!name.startsWith("$") || parts.size() > 2) {
      return Optional.empty();
    }
    String type = parts.isEmpty() ? "" : parts.get(0);
    String id = parts.size() < 2 ? "" : parts.get(1);
    boolean known = (type.isEmpty() && parts.isEmpty()) || ResourceTypes.isKnown(type);
    return known && (parts.size() < 2 || id.matches(ID))
        ? Optional.of(new Target(type, id, name.substring(1)))
        : Optional.empty();
  }

  private Call call(HttpServletRequest request, Target target) throws IOException {
    Map<String, List<String>> address = new LinkedHashMap<>();
    request.getParameterMap().forEach((name, values) -> address.put(name, List.of(values)));
    address.remove("_format");
    address.remove("_pretty");
    String user = request.getRemoteUser();
    return new Call(
        request.getMethod(),
        base(request),
        target.type(),
        target.id(),
        new Inputs(address, body(request)),
        user == null ? "" : user,
        Collections.list(request.getHeaders("Prefer")));
  }

  private Optional<ObjectNode> body(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (!request.getMethod().equals("POST")
        || media.startsWith("application/x-www-form-urlencoded")) {
      return Optional.empty();
    }
    byte[] body = request.getInputStream().readAllBytes();
    if (body.length == 0) {
      return Optional.empty();
    }
    if (!media.contains("xml")) {
      return Optional.of(FhirJson.parse(body));
    }
    var resource = context.newXmlParser().parseResource(new String(body, StandardCharsets.UTF_8));
    String json = context.newJsonParser().encodeResourceToString(resource);
    return Optional.of(FhirJson.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String base(HttpServletRequest request) {
    String path = request.getContextPath() + request.getServletPath();
    String address = request.getRequestURL().toString();
    int end = address.indexOf(request.getRequestURI());
    return (end < 0 ? "" : address.substring(0, end)) + path;
  }

  private static Answer failed(int status, String code, String message) {
    return new Answer.Resource(status, outcome(code, message), Map.of());
  }

  private static ObjectNode outcome(String code, String message) {
    ObjectNode outcome = JsonNodeFactory.instance.objectNode();
    outcome.put("resourceType", "OperationOutcome");
    outcome
        .putArray("issue")
        .addObject()
        .put("severity", "error")
        .put("code", code)
        .put("diagnostics", message);
    return outcome;
  }
}
