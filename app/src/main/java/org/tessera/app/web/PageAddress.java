package org.tessera.app.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the reader is: the path and the parameters, without those that choose language and theme.
///
/// @param query as it was sent, so that it means the same again
record PageAddress(String path, String query) {
  /// The address the reader sees, also when the page tells of an error.
  static PageAddress of(HttpServletRequest request) {
    @Nullable Object wrong = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    @Nullable Object asked = request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING);
    String query =
        wrong == null
            ? Objects.requireNonNullElse(request.getQueryString(), "")
            : Objects.requireNonNullElse(asked, "").toString();
    String kept =
        Arrays.stream(query.split("&", -1))
            .filter(part -> !part.isEmpty())
            .filter(part ->
                Stream.of(PageConfiguration.LANGUAGE_PARAMETER, Theme.PARAMETER)
                    .noneMatch(name -> part.equals(name) || part.startsWith(name + "=")))
            .collect(Collectors.joining("&"));
    return new PageAddress(wrong == null ? request.getRequestURI() : wrong.toString(), kept);
  }

  /// The same place with one parameter more.
  String with(String name, String value) {
    return path + "?" + (query.isEmpty() ? "" : query + "&") + name + "=" + value;
  }
}
