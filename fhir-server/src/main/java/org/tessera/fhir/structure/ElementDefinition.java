package org.tessera.fhir.structure;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One element as JSON names it: of a choice such as `value[x]` there is one for every type.
///
/// @param name in JSON and XML, `valueQuantity`
/// @param choice the name of the choice it belongs to, `value[x]`, or `name` itself
/// @param required whether it must be there; of a choice, whether one of them must
/// @param many whether it is an array in JSON
/// @param type a data type, a component such as `Patient.contact`, or `Resource`
/// @param primitive how its value is written, null for what has elements of its own
/// @param codes the codes it is bound to, empty for any
/// @param inSummary whether `_summary=true` keeps it
/// @param modifier whether it changes the meaning of others
public record ElementDefinition(
    String name,
    String choice,
    boolean required,
    boolean many,
    String type,
    @Nullable Primitive primitive,
    Set<String> codes,
    boolean inSummary,
    boolean modifier) {
  boolean isChoice() {
    return !name.equals(choice);
  }

  boolean isResource() {
    return type.equals("Resource");
  }
}
