package org.tessera.fhir.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request whose body was read, bounded and checked before anything parses it.
final class BufferedRequest extends HttpServletRequestWrapper {
  private final byte[] body;
  private final boolean form;

  private BufferedRequest(HttpServletRequest request, byte[] body, boolean form) {
    super(request);
    this.body = body;
    this.form = form;
  }

  /// Reads and checks the body.
  ///
  /// @throws RefusedBody if it is too large or malformed
  static BufferedRequest of(HttpServletRequest request) throws IOException, RefusedBody {
    String type = request.getContentType();
    String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (media.startsWith("application/x-www-form-urlencoded")) {
      return new BufferedRequest(request, form(request), true);
    }
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equals("identity")) {
      throw new RefusedBody(415, "a compressed body is not accepted");
    }
    byte[] body = bounded(request.getInputStream());
    if (body.length == 0) {
      return new BufferedRequest(request, body, false);
    }
    if (media.contains("xml")) {
      XmlGuard.check(body);
    } else {
      JsonGuard.check(body);
    }
    return new BufferedRequest(request, body, false);
  }

  private static byte[] bounded(InputStream input) throws IOException, RefusedBody {
    byte[] body = input.readNBytes(Limits.BODY_BYTES_MAX + 1);
    if (body.length > Limits.BODY_BYTES_MAX) {
      throw new RefusedBody(
          413, "the body is larger than " + Limits.BODY_BYTES_MAX + " bytes (bodyBytesMax)");
    }
    return body;
  }

  /// The container or a filter may have read a form already: it is written anew from the
  /// parameters, those of the address included.
  private static byte[] form(HttpServletRequest request) {
    var text = new StringBuilder();
    for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
      for (String value : parameter.getValue()) {
        text.append(text.isEmpty() ? "" : "&")
            .append(URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable String getQueryString() {
    return form ? null : super.getQueryString();
  }

  @Override
  public int getContentLength() {
    return body.length;
  }

  @Override
  public long getContentLengthLong() {
    return body.length;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Buffer(new ByteArrayInputStream(body));
  }

  private static final class Buffer extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Buffer(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("read synchronously");
    }
  }
}
