package org.tessera.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// Writes an operation's answer as the client asks: `_format` before `Accept`, JSON before XML.
/// https://hl7.org/fhir/R4/http.html#mime-type
record AnswerFormat(boolean xml, boolean pretty, FhirContext context) {
  static AnswerFormat of(HttpServletRequest request, FhirContext context) {
    String format = request.getParameter("_format");
    String accept = format == null ? request.getHeader("Accept") : format;
    String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
    boolean xml = wanted.contains("xml") && !wanted.contains("json") && !wanted.contains("html");
    return new AnswerFormat(xml, "true".equals(request.getParameter("_pretty")), context);
  }

  void write(Answer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    switch (answer) {
      case Answer.Empty _ -> response.setContentLength(0);
      case Answer.Stream stream -> stream.writer().write(response.getOutputStream());
      case Answer.Json json -> {
        response.setContentType("application/json");
        response.getOutputStream().write(FhirJson.write(json.document()));
      }
      case Answer.Resource resource -> {
        response.setContentType(
            (xml ? "application/fhir+xml" : "application/fhir+json") + ";charset=UTF-8");
        response.getOutputStream().write(bytes(resource.resource()));
      }
    }
  }

  private byte[] bytes(ObjectNode resource) {
    if (!xml && !pretty) {
      return FhirJson.write(resource);
    }
    if (!xml) {
      return resource.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }
    var parser = context.newJsonParser();
    parser.setParserErrorHandler(new LenientErrorHandler(false));
    var parsed = parser.parseResource(new String(FhirJson.write(resource), StandardCharsets.UTF_8));
    return context
        .newXmlParser()
        .setPrettyPrint(pretty)
        .encodeResourceToString(parsed)
        .getBytes(StandardCharsets.UTF_8);
  }
}
