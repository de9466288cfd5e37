# frozen_string_literal: true

# Carries the recipe out without Chef, as root, on a host that may be spoilt: ruby converge.rb NODE.json
# NODE.json has `hostname`, `tallyman` (attributes), `secrets` (what Chef would decrypt) and `files` (the folder of the files' cookbook).

require_relative 'stand_in'

# Does what each resource says, in order, then what was notified.
class Converge
  def initialize(given)
    @files = given.fetch('files')
    @recipe = StandIn.new(given)
    @later = []
  end

  def run
    @recipe.resources.each { |resource| resource.actions.each { |action| act(resource, action) } }
    # What an action changes may notify again.
    @later.each { |target, action| act(@recipe.resources.find { |each| each.to_s == target }, action) }
  end

  private

  def act(resource, action)
    return if action == :nothing || resource[:not_if]&.call || (resource[:creates] && File.exist?(resource[:creates]))

    changed = attempt(resource, action)
    puts "#{changed ? 'changed' : 'ok     '}  #{resource} #{action}"
    @later.concat(resource.notices - @later) if changed
  end

  def attempt(resource, action)
    tries = 0
    begin
      send(resource.type, resource, action)
    rescue StandardError
      raise if (tries += 1) > resource[:retries].to_i

      sleep resource[:retry_delay].to_i
      retry
    end
  end

  def sh(*command, environment: {}, **options)
    output, status = Open3.capture2e({ 'DEBIAN_FRONTEND' => 'noninteractive' }.merge(environment), *command, **options)
    raise "#{command.first(3).join(' ')} …: #{output}" unless status.success?

    output
  end

  def success?(*command) = Open3.capture2e(*command).last.success?

  def package(resource, _)
    missing = resource.name.reject { |name| success?('dpkg', '-s', name) }
    missing.any? && sh('apt-get', 'install', '-y', '-q', '--no-install-recommends', *missing)
  end

  def group(resource, _) = !success?('getent', 'group', resource.name) && sh('groupadd', '--system', resource.name)

  def user(resource, _)
    !success?('getent', 'passwd', resource.name) &&
      sh('useradd', '--system', '--gid', resource[:gid], '--home-dir', resource[:home], '--no-create-home', '--shell', resource[:shell],
         resource.name)
  end

  def directory(resource, _)
    new = !File.directory?(resource.name)
    FileUtils.mkdir_p(resource.name)
    owned(resource.name, resource) || new
  end

  def remote_directory(resource, _)
    from = "#{@files}/#{resource[:source]}"
    return false if success?('diff', '-qr', from, resource.name)

    FileUtils.rm_rf(resource.name)
    FileUtils.cp_r(from, resource.name)
    sh('chmod', '-R', 'u=rwX,go=rX', resource.name)
  end

  def cookbook_file(resource, _) = written(resource, File.read("#{@files}/#{resource[:source]}"))

  def template(resource, _) = written(resource, StandIn.rendered(resource))

  def file(resource, _) = written(resource, resource[:content])

  def remote_file(resource, _)
    content = File.binread(URI(resource[:source]).path)
    raise "#{resource}: another checksum" unless Digest::SHA256.hexdigest(content) == resource[:checksum]

    written(resource, content)
  end

  def execute(resource, _)
    options = { chdir: resource[:cwd] || '/' }
    command = resource[:command]
    # runuser hands the environment on, and shows none of it.
    command = ['runuser', '--user', resource[:user], '--', *command] if resource[:user]
    sh(*command, environment: resource[:environment] || {}, **options)
  end

  def dpkg_package(resource, _)
    installed, = Open3.capture2e('dpkg-query', '--show', '--showformat=${Version}', resource.name)
    installed != resource[:version] && sh('dpkg', '-i', *resource[:options].split, resource[:source])
  end

  def service(resource, action)
    return false if action == :start && success?('systemctl', 'is-active', resource.name)
    return false if action == :enable && success?('systemctl', 'is-enabled', resource.name)

    sh('systemctl', action.to_s, resource.name)
  end

  def ruby_block(resource, _) = resource[:block].call || true

  def written(resource, content)
    same = File.exist?(resource.name) && File.binread(resource.name) == content.b
    File.binwrite(resource.name, content, perm: 0o600) unless same
    owned(resource.name, resource) || !same
  end

  def owned(path, resource)
    before = File.stat(path)
    File.chown(Etc.getpwnam(resource[:owner]).uid, Etc.getgrnam(resource[:group]).gid, path)
    File.chmod(resource[:mode].to_i(8), path)
    after = File.stat(path)
    [before.uid, before.gid, before.mode] != [after.uid, after.gid, after.mode]
  end
end

Converge.new(JSON.parse(File.read(ARGV.fetch(0)))).run
