-- The sieve of Eratosthenes: elements of a list read and written.
local n = 5000000
local sieve = {}
for i = 0, n do sieve[#sieve + 1] = true end
local count = 0
for i = 2, n do
  if sieve[i + 1] then
    count = count + 1
    local j = i * i
    while j <= n do
      sieve[j + 1] = false
      j = j + i
    end
  end
end
print(count)
