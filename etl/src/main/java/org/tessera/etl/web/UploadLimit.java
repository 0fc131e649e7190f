package org.tessera.etl.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// How much may come through the web at once (`tessera.upload.mb-max`).
///
/// A form that is larger is refused before anything reads it: the check against forgery looks for
/// its token among the form's fields, would find none and speak of an expired form.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class UploadLimit extends OncePerRequestFilter {
  private static final long MEGABYTE = 1_000_000;

  private final long megabytesMax;

  UploadLimit(@Value("${tessera.upload.mb-max:512}") long megabytesMax) {
    this.megabytesMax = megabytesMax;
  }

  long megabytes() {
    return megabytesMax;
  }

  long bytes() {
    return megabytesMax * MEGABYTE;
  }

  /// What somebody reads whose file is too large.
  String words() {
    return "The file is larger than the "
        + megabytesMax
        + " MB that may come this way. Put it into the folder of its study in the inbox, which"
        + " takes any size.";
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !(request.getMethod().equals("POST") && request.getRequestURI().equals("/deliveries"));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > bytes()) {
      response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    chain.doFilter(request, response);
  }
}
