package org.tessera.access.audit;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.IntConsumer;

/// Calls back once, with the status, before anything of the answer can reach the client.
final class AuditedResponse extends HttpServletResponseWrapper {
  private final IntConsumer before;
  private boolean recorded;

  AuditedResponse(HttpServletResponse response, IntConsumer before) {
    super(response);
    this.before = before;
  }

  void recordOnce(int status) {
    if (!recorded) {
      recorded = true;
      before.accept(status);
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    recordOnce(getStatus());
    return super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    recordOnce(getStatus());
    return super.getWriter();
  }

  @Override
  public void flushBuffer() throws IOException {
    recordOnce(getStatus());
    super.flushBuffer();
  }

  @Override
  public void sendError(int status) throws IOException {
    recordOnce(status);
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    recordOnce(status);
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    recordOnce(SC_FOUND);
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    recordOnce(status);
    super.sendRedirect(location, status, clearBuffer);
  }
}
