package io.tallyman.admin;

import io.dropwizard.core.setup.AdminEnvironment;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyServletContainer;
import io.dropwizard.jetty.MutableServletContextHandler;
import io.dropwizard.metrics.servlets.AdminServlet;
import io.dropwizard.servlets.tasks.Task;
import io.dropwizard.servlets.tasks.TaskServlet;
import jakarta.servlet.Servlet;
import jakarta.ws.rs.Path;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.ServletMapping;
import org.glassfish.jersey.server.model.Resource;

/**
 * What is mapped on the ports: servlets, tasks, resources of Jersey, and what Dropwizard's servlet
 * for all of its own shows. What stands for many paths is {@code {}} in them.
 */
public final class PortRoutes {

  /** Servlets for many routes, which are listed elsewhere, or for none. */
  private static final Set<Class<?>> ASKED_OTHERWISE =
      Set.of(
          TaskServlet.class, JerseyServletContainer.class, ServletHandler.Default404Servlet.class);

  private PortRoutes() {}

  /** The routes of the admin port. */
  public static Set<String> admin(Environment environment) throws Exception {
    Set<String> routes = mapped(environment.getAdminContext());
    Field field = AdminEnvironment.class.getDeclaredField("tasks");
    field.setAccessible(true); // the servlet itself is made when the server starts
    routes.add("/tasks");
    for (Task task : ((TaskServlet) field.get(environment.admin())).getTasks()) {
      routes.add("/tasks/" + task.getName());
    }
    return routes;
  }

  /** The routes of the application port. */
  public static Set<String> application(Environment environment) throws Exception {
    Set<String> routes = mapped(environment.getApplicationContext());
    if (environment.getJerseyServletContainer() != null) {
      String before = environment.jersey().getUrlPattern().replaceFirst("/\\*$", "");
      Stream.concat(
              environment.jersey().getResourceConfig().getClasses().stream(),
              environment.jersey().getResourceConfig().getInstances().stream()
                  .map(Object::getClass))
          .filter(type -> type.isAnnotationPresent(Path.class))
          .forEach(type -> add(routes, before, Resource.from(type)));
    }
    return routes;
  }

  private static void add(Set<String> routes, String before, Resource resource) {
    String path = (before + "/" + resource.getPath()).replaceAll("/+", "/");
    if (!resource.getResourceMethods().isEmpty()) {
      routes.add(plain(path));
    }
    resource.getChildResources().forEach(each -> add(routes, path, each));
  }

  /** With {@code {}} for whatever a parameter of the path is called. */
  static String plain(String path) {
    return path.replaceAll("\\{[^}]*}", "{}");
  }

  private static Set<String> mapped(MutableServletContextHandler context) throws Exception {
    ServletHandler servlets = context.getServletHandler();
    Set<String> routes = new TreeSet<>();
    for (ServletMapping mapping : servlets.getServletMappings()) {
      ServletHolder servlet = servlets.getServlet(mapping.getServletName());
      for (String path : mapping.getPathSpecs()) {
        routes.addAll(routes(path, servlet));
      }
    }
    return routes;
  }

  private static Set<String> routes(String path, ServletHolder holder) throws Exception {
    Class<? extends Servlet> type = holder.getHeldClass();
    if (type == AdminServlet.class) {
      return stock();
    }
    if (ASKED_OTHERWISE.contains(type)) {
      return Set.of();
    }
    return Set.of(path.isEmpty() ? "/" : path.replaceFirst("\\*$", "{}"));
  }

  /** What the servlet for all paths has a page for. */
  private static Set<String> stock() throws IllegalAccessException {
    Set<String> routes = new TreeSet<>();
    for (Field field : AdminServlet.class.getFields()) {
      if (field.getName().matches("DEFAULT_.*_URI")) {
        routes.add((String) field.get(null));
      }
    }
    return routes;
  }
}
