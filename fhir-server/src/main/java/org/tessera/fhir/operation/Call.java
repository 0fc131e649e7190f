package org.tessera.fhir.operation;

import java.util.List;
import org.tessera.fhir.operation.Signature.Level;

/// One call of an operation.
///
/// @param method the HTTP method, `GET`, `POST` or `DELETE`
/// @param base the server's FHIR address, without a slash at its end
/// @param type the resource type, empty on the system level
/// @param id the resource's id, empty unless on the instance level
/// @param caller who asks, empty where nobody signs in
/// @param prefer the `Prefer` headers
public record Call(
    String method,
    String base,
    String type,
    String id,
    Inputs inputs,
    String caller,
    List<String> prefer) {
  public Level level() {
    return type.isEmpty() ? Level.SYSTEM : id.isEmpty() ? Level.TYPE : Level.INSTANCE;
  }

  /// Whether some `Prefer` header says this, such as `respond-async`.
  public boolean prefers(String preference) {
    return prefer.stream()
        .flatMap(header -> List.of(header.split("[,;]", -1)).stream())
        .anyMatch(part -> part.strip().equalsIgnoreCase(preference));
  }

  /// The address this was called at, with its parameters.
  public String request(String operation) {
    return SearchsetBundle.address(address(operation), inputs.all());
  }

  /// The address this was called at, without parameters.
  public String address(String operation) {
    return base
        + (type.isEmpty() ? "" : "/" + type)
        + (id.isEmpty() ? "" : "/" + id)
        + "/$"
        + operation;
  }
}
