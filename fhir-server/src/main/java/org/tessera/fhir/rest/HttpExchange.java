package org.tessera.fhir.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.structure.XmlWriter;
import tools.jackson.databind.node.ObjectNode;

/// Between HTTP and the interactions: reads requests bounded, writes answers in their form.
final class HttpExchange {
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final BodyBudget BUDGET = new BodyBudget(Limits.BODY_BYTES_MAX);

  private HttpExchange() {}

  static FhirRequest read(HttpServletRequest request, EntryGuard guard) throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    Map<String, List<String>> parameters = query(request.getQueryString());
    Map<String, String> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(
          name.toLowerCase(Locale.ROOT),
          String.join(", ", Collections.list(request.getHeaders(name))));
    }
    String type = request.getContentType() == null ? "" : request.getContentType();
    Content content = Content.NONE;
    if (type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      parameters = form(request);
    } else {
      content = Content.of(type, body(request));
    }
    Principal user = request.getUserPrincipal();
    return new FhirRequest(
        request.getMethod(),
        Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList(),
        parameters,
        headers,
        content,
        base(request),
        new Caller(
            user == null ? "" : user.getName(),
            (method, below) -> guard.allows(request, method, below)));
  }

  private static String base(HttpServletRequest request) {
    String url = request.getRequestURL().toString();
    int from = url.indexOf("://") + 3;
    int path = url.indexOf('/', from);
    String host = path < 0 ? url : url.substring(0, path);
    return host + request.getContextPath() + request.getServletPath();
  }

  /// The parameters behind the `?` of an address.
  ///
  /// @throws Refusal if the percent encoding is broken
  static Map<String, List<String>> query(@Nullable String text) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return parameters;
    }
    if (BROKEN_ESCAPE.matcher(text).find()) {
      throw Refusal.badRequest("a % in the query is not followed by two hexadecimal digits");
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        parameters
            .computeIfAbsent(
                URLDecoder.decode(name, StandardCharsets.UTF_8), any -> new ArrayList<>())
            .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /// The container or a filter may have read a form already, so its parameters are taken, those of
  /// the address included.
  private static Map<String, List<String>> form(HttpServletRequest request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    try {
      request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
    } catch (IllegalStateException e) {
      throw Refusal.badRequest("the form is malformed or too large");
    }
    return parameters;
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equals("identity")) {
      throw Refusal.of(415, "not-supported", "a compressed body is not accepted");
    }
    if (request.getContentLengthLong() > Limits.BODY_BYTES_MAX) {
      throw tooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(Limits.BODY_BYTES_MAX + 1);
    if (body.length > Limits.BODY_BYTES_MAX) {
      throw tooLarge();
    }
    return body;
  }

  private static Refusal tooLarge() {
    return Refusal.of(
        413,
        "too-long",
        "the body is larger than " + Limits.BODY_BYTES_MAX + " bytes (bodyBytesMax)");
  }

  /// Runs something that parses this content, while not too many large ones are parsed at once.
  static Answer within(Content content, java.util.function.Supplier<Answer> act) {
    return BUDGET.within(content.bytes().length, act);
  }

  static void write(Answer answer, AnswerFormat format, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setHeader("X-Powered-By", "Tessera");
    if (answer.body().isEmpty()) {
      return;
    }
    if (answer.body().get() instanceof AnswerBody.Raw raw) {
      if (!raw.type().isEmpty()) {
        response.setContentType(raw.type());
      }
      raw.writeJson(response.getOutputStream());
      return;
    }
    byte[] body = bytes(answer.body().get(), format);
    response.setContentType(format.contentType());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static byte[] bytes(AnswerBody body, AnswerFormat format) throws IOException {
    if (format.isPlain()) {
      var out = new ByteArrayOutputStream(4_096);
      body.writeJson(out);
      return out.toByteArray();
    }
    ObjectNode tree = format.cut(body.tree());
    if (format.xml()) {
      return XmlWriter.write(tree, format.pretty()).getBytes(StandardCharsets.UTF_8);
    }
    return format.pretty() ? FhirJson.writePretty(tree) : FhirJson.write(tree);
  }
}
