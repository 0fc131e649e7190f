package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tessera.fhir.store.SearchParameter.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads SearchParameter resources. https://hl7.org/fhir/R4/searchparameter.html
public final class CustomParameters {
  /// The standard's own parameters, which need no resource to be in effect.
  private static final String STANDARD = "http://hl7.org/fhir/SearchParameter/";

  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

  private CustomParameters() {}

  /// What a SearchParameter resource adds: nothing unless it is active and not the standard's own.
  ///
  /// @throws UnsupportedExpression if it is active and cannot be indexed; the message says why
  public static List<SearchParameter> of(ObjectNode resource) {
    boolean active = resource.path("status").asString("").equals("active");
    if (!active || resource.path("url").asString("").startsWith(STANDARD)) {
      return List.of();
    }
    String code = resource.path("code").asString("");
    if (!CODE.matcher(code).matches()) {
      throw new UnsupportedExpression(
          "code is a letter and at most 63 letters, digits and hyphens behind it");
    }
    Kind kind = kind(resource.path("type").asString(""));
    String expression = resource.path("expression").asString("");
    if (expression.isBlank()) {
      throw new UnsupportedExpression("an active search parameter needs an expression");
    }
    List<String> targets = new ArrayList<>();
    resource.path("target").forEach(target -> targets.add(target.asString("")));
    List<SearchParameter> added = new ArrayList<>();
    for (String type : types(resource.path("base"))) {
      if (SearchParameters.standard().find(type, code).isPresent()) {
        throw new UnsupportedExpression(
            "the standard has a parameter of this code for " + type + "; choose another code");
      }
      List<ParameterPath> paths = SearchExpression.paths(type, kind, expression);
      if (paths.isEmpty()) {
        throw new UnsupportedExpression("the expression has no alternative for " + type);
      }
      added.add(new SearchParameter(type, code, kind, paths, List.copyOf(targets)));
    }
    return added;
  }

  private static List<String> types(JsonNode base) {
    List<String> types = new ArrayList<>();
    for (JsonNode type : base) {
      String name = type.asString("");
      if (name.equals("Resource") || name.equals("DomainResource")) {
        return ResourceTypes.all();
      }
      if (!ResourceTypes.isKnown(name)) {
        throw new UnsupportedExpression("base names a type FHIR R4 does not have");
      }
      types.add(name);
    }
    if (types.isEmpty()) {
      throw new UnsupportedExpression("an active search parameter needs a base");
    }
    return types;
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "token", "reference", "date", "string", "quantity", "number", "uri" ->
          Kind.valueOf(type.toUpperCase(Locale.ROOT));
      default ->
          throw new UnsupportedExpression(
              "only token, reference, date, string, quantity, number and uri parameters can be"
                  + " added");
    };
  }
}
