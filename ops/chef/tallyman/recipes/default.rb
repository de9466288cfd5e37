# One host of the service. The package brings the unit, the user and the program; this brings what differs between installations.

settings = node['tallyman']
%w(version package_url package_sha256 files_cookbook).each do |name|
  raise "set node['tallyman']['#{name}']: attributes/default.rb says what it is" unless settings[name]
end

# data_bag_item would take an item in plain text as well.
secrets = node.run_state['tallyman_secrets'] ||
          Chef::EncryptedDataBagItem.load(settings['secrets_bag'], settings['secrets_item']) # cookstyle: disable Chef/Modernize/DatabagHelpers
variables_of_service = {
  'TALLYMAN_SCHEMAS' => '/etc/tallyman/avro-schemas',
  'TALLYMAN_INSTANCE' => node['hostname'],
}.merge(settings['environment'].to_h).merge(secrets['environment'])

# dpkg fetches nothing: what the package depends on has to be there.
package %w(adduser default-jre-headless)

group 'tallyman' do
  system true
end

user 'tallyman' do
  system true
  gid 'tallyman'
  home '/nonexistent'
  manage_home false
  shell '/usr/sbin/nologin'
end

directory '/etc/tallyman' do
  owner 'root'
  group 'root'
  mode '0755'
end

remote_directory '/etc/tallyman/avro-schemas' do
  cookbook settings['files_cookbook']
  source 'avro-schemas'
  owner 'root'
  group 'root'
  mode '0755'
  files_mode '0644'
  purge true
  notifies :restart, 'service[tallyman]', :delayed
end

cookbook_file '/etc/tallyman/config.yml' do
  cookbook settings['files_cookbook']
  source 'config.yml'
  owner 'root'
  group 'tallyman'
  mode '0640'
  notifies :restart, 'service[tallyman]', :delayed
end

template '/etc/tallyman/tallyman.env' do
  source 'tallyman.env.erb'
  owner 'root'
  group 'tallyman'
  mode '0640'
  sensitive true
  variables environment: variables_of_service
  notifies :restart, 'service[tallyman]', :delayed
end

directory '/var/cache/tallyman' do
  owner 'root'
  group 'root'
  mode '0755'
end

deb = "/var/cache/tallyman/tallyman_#{settings['package_sha256'][0, 12]}.deb"
remote_file deb do
  source settings['package_url']
  checksum settings['package_sha256']
  owner 'root'
  group 'root'
  mode '0644'
end

# Before the package is installed, as its upgrade restarts the service at once. Changes only ever add, so the old version goes on.
if settings['migrate']
  unpacked = deb.delete_suffix('.deb')
  migrated = '/var/cache/tallyman/migrated'
  subject = lambda do
    files = ['/etc/tallyman/config.yml'] + ::Dir['/etc/tallyman/avro-schemas/**/*.avsc'].sort
    ::Digest::SHA256.hexdigest(settings['package_sha256'] + files.map { |file| ::File.binread(file) }.join)
  end

  execute 'unpack the package' do
    command ['dpkg-deb', '--extract', deb, unpacked]
    creates "#{unpacked}/usr/share/tallyman/tallyman.jar"
  end

  # Sensitive, as a failure would show the environment; what it says is in the journal: journalctl -t tallyman-migrate
  execute 'bring the tables up to date' do
    command ['systemd-cat', '--identifier=tallyman-migrate', 'java', '-jar', "#{unpacked}/usr/share/tallyman/tallyman.jar",
             'migrate', '/etc/tallyman/config.yml']
    user 'tallyman'
    group 'tallyman'
    cwd '/'
    environment variables_of_service.merge(secrets['migrate'])
    sensitive true
    not_if { ::File.exist?(migrated) && ::File.read(migrated) == subject.call }
  end

  file migrated do
    content lazy { subject.call }
    owner 'root'
    group 'root'
    mode '0644'
  end
end

# The configuration is ours, not the package's; an older version is installed as well as a newer one.
dpkg_package 'tallyman' do
  source deb
  version settings['version']
  options '--force-confold'
  notifies :run, 'ruby_block[wait until the host is ready]', :delayed
end

service 'tallyman' do
  action [:enable, :start]
  notifies :run, 'ruby_block[wait until the host is ready]', :delayed
end

ruby_block 'wait until the host is ready' do
  block do
    uri = URI("http://127.0.0.1:#{settings['admin_port']}/health-check?type=ready")
    answer = Net::HTTP.get_response(uri)
    raise "#{uri} says #{answer.code}: journalctl -u tallyman says why" unless answer.is_a?(Net::HTTPSuccess)
  end
  retries settings['ready_timeout'] / 2
  retry_delay 2
  action :nothing
end
