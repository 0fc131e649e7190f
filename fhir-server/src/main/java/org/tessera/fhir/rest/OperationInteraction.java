package org.tessera.fhir.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Inputs;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// Calls an operation: `/$name`, `/Type/$name`, `/Type/id/$name`.
/// https://hl7.org/fhir/R4/operations.html
final class OperationInteraction {
  private final Operations operations;

  OperationInteraction(Operations operations) {
    this.operations = operations;
  }

  Answer run(FhirRequest request) {
    List<String> path = request.path();
    String type = path.size() > 1 ? path.getFirst() : "";
    String id = path.size() > 2 ? path.get(1) : "";
    Level level = type.isEmpty() ? Level.SYSTEM : id.isEmpty() ? Level.TYPE : Level.INSTANCE;
    Operation operation =
        operations
            .find(level, type, path.getLast().substring(1))
            .orElseThrow(() ->
                Refusal.of(404, "not-supported", "there is no such operation here; see /metadata"));
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    if (!operation.methods().contains(method)) {
      String allowed = String.join(", ", new TreeSet<>(operation.methods()));
      return Answer.of(Refusal.methodNotAllowed("this operation takes " + allowed))
          .with("Allow", allowed);
    }
    try {
      return answer(operation.run(call(request, type, id)));
    } catch (OperationFailure e) {
      Answer answer = Answer.of(Refusal.of(e.status(), e.code(), String.valueOf(e.getMessage())));
      e.headers().forEach(answer::with);
      return answer;
    }
  }

  private static Call call(FhirRequest request, String type, String id) {
    Map<String, List<String>> address = new LinkedHashMap<>(request.parameters());
    address.remove("_format");
    address.remove("_pretty");
    Optional<ObjectNode> body =
        request.method().equals("POST") && !request.content().isEmpty()
            ? Optional.of(request.content().tree())
            : Optional.empty();
    return new Call(
        request.method().equals("HEAD") ? "GET" : request.method(),
        request.base(),
        type,
        id,
        new Inputs(address, body),
        request.user(),
        request.header("Prefer").map(List::of).orElse(List.of()));
  }

  private static Answer answer(org.tessera.fhir.operation.Answer done) {
    Answer answer =
        switch (done) {
          case org.tessera.fhir.operation.Answer.Empty empty -> Answer.of(empty.status());
          case org.tessera.fhir.operation.Answer.Resource resource ->
              Answer.of(resource.status(), resource.resource());
          case org.tessera.fhir.operation.Answer.Json json ->
              Answer.of(
                  json.status(),
                  new AnswerBody.Raw(
                      "application/json", out -> out.write(FhirJson.write(json.document()))));
          case org.tessera.fhir.operation.Answer.Stream stream ->
              Answer.of(200, new AnswerBody.Raw("", stream.writer()::write));
        };
    done.headers().forEach(answer::with);
    return answer;
  }
}
