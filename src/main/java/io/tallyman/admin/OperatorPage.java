package io.tallyman.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.setup.Environment;

/**
 * Puts the operator's page on the admin port, and what it asks for beside {@code /status}: {@code
 * /lag}, {@code /levers} and {@code /audit}. What it changes, it changes by the tasks.
 */
final class OperatorPage {

  private final OperatedSystem system;
  private final FactsReader facts;
  private final LogLevels levels;

  OperatorPage(OperatedSystem system, FactsReader facts, LogLevels levels) {
    this.system = system;
    this.facts = facts;
    this.levels = levels;
  }

  void register(Environment environment) {
    ObjectMapper json = environment.getObjectMapper();
    // The empty path is the root alone, and goes before Dropwizard's servlet for all paths.
    environment.admin().addServlet("page", new PageServlet()).addMapping("", "/page/*");
    AdminPort.servlet(
        environment,
        "/lag",
        new JsonServlet(() -> LagDocument.of(system.health().history().shown()), json));
    AdminPort.servlet(
        environment, "/levers", new JsonServlet(() -> LeversDocument.of(system, levels), json));
    AdminPort.servlet(
        environment, "/audit", new JsonServlet(() -> AuditDocument.of(facts.read()), json));
  }
}
